/* The page itself: what was given -> a state -> what is shown. Text reaches the page only as text. */
(function () {
  "use strict";
  var D = JSON.parse(document.getElementById("data").textContent), language = 0, current = null, stopCamera = null;
  var HOUR = 3600000, DAY = 24 * HOUR, OLD_DAYS = 7;
  var LOOK = { valid: "ok ok", void: "bad stop", replaced: "warn again", expired: "warn clock", unknown_key: "grey ask", forged: "dark forged",
    revoked_key: "dark forged", altered: "dark forged", not_ours: "dark forged", unreadable: "grey ask", sample: "grey ask",
    code_valid: "ok ok", code_unknown: "grey ask", old_paper: "grey ask" };
  var made = Date.parse(D.made), statementKeys = {}, revoked = {}, pdfKeys = [], voided = {}, replaced = {};

  function bytes(text) {
    var raw = atob(text || ""), out = new Uint8Array(raw.length), i;
    for (i = 0; i < raw.length; i++) out[i] = raw.charCodeAt(i);
    return out;
  }

  D.keys.forEach(function (key) {
    if (key.use === "statement") {
      statementKeys[key.kid] = bytes(key.public);
      if (key.revoked) revoked[key.kid] = bytes(key.known);
    } else {
      pdfKeys.push({ kid: key.kid, kind: key.kind || "ECDSA P-256", public: bytes(key.public), revoked: key.revoked ? Date.parse(key.revoked) : null });
    }
  });
  [[D.void, voided], [D.replaced, replaced]].forEach(function (pair) {
    for (var i = 0; i < pair[0].length; i += 2) pair[1][pair[0][i]] = pair[0][i + 1];
  });

  function now() { return Date.now(); }
  function today() { return Statement.dayNumber(now() + 8 * HOUR); }
  function ascii(text) { return Uint8Array.from ? Uint8Array.from(text, function (c) { return c.charCodeAt(0); }) : bytes(btoa(text)); }

  /* The place of an entry that begins like `hash` in a sorted list of entries of `size` bytes; -1 when there is none. */
  function search(list, size, hash, length) {
    var low = 0, high = list.length / size - 1;
    while (low <= high) {
      var middle = (low + high) >> 1, i = 0;
      while (i < length && list[middle * size + i] === hash[i]) i++;
      if (i === length) return middle * size;
      if (list[middle * size + i] < hash[i]) low = middle + 1; else high = middle - 1;
    }
    return -1;
  }

  // ------------------------------------------------------------------ what is it

  function judge(text) {
    var read = Statement.read(text, statementKeys), c = read.claims;
    if (read.state !== "good") return { state: read.state };
    if (revoked[c.kid] && search(revoked[c.kid], 8, nacl.hash(ascii(read.digits)), 8) < 0) return { state: "revoked_key" };
    var state = "valid";
    if (c.expires !== undefined && c.expires < today()) state = "expired";
    if (replaced[c.place] !== undefined) state = "replaced";
    if (voided[c.place] !== undefined) state = "void";
    return { state: state, claims: c };
  }

  function plain(text) { return String(text).toUpperCase().replace(/[^0-9A-Z]/g, ""); }

  function judgeTyped(number, code) {
    var bars = number.split("|"), list = D.index, hash, at;
    if (Statement.digitsOf(number)) return judge(number);
    if (bars.length === 6) { number = bars[0]; code = bars[5]; }
    if (!list) return { state: "unreadable", note: "no_index" };
    hash = nacl.hash(ascii(list.salt + plain(number) + "\n" + plain(code)));
    if (search(bytes(list.void), 6, hash, 6) >= 0) return { state: "void", typed: number };
    if (search(bytes(list.replaced), 6, hash, 6) >= 0) return { state: "replaced", typed: number };
    if (search(bytes(list.valid), 6, hash, 6) >= 0) return { state: "code_valid", typed: number };
    if (search(bytes(list.old), 6, hash, 6) >= 0) return { state: "old_paper", typed: number };
    var expiring = bytes(list.expiring);
    if ((at = search(expiring, 8, hash, 6)) < 0) return plain(code) ? { state: "code_unknown" } : { state: "code_unknown", note: "no_code" };
    var day = expiring[at + 6] * 256 + expiring[at + 7];
    return { state: day < today() ? "expired" : "code_valid", typed: number, expires: day };
  }

  function judgePdf(data) {
    return Pdf.check(data, pdfKeys).then(function (told) {
      var key = told.key;
      if (told.file === "altered" || told.file === "not_ours") return { state: told.file };
      if (key && key.revoked !== null && !(told.at < key.revoked)) return { state: "revoked_key" };
      if (!told.statements.length) return { state: "unreadable" };
      if (told.statements.length > 1) return { state: "unreadable", note: "many" };
      var verdict = judge("#" + told.statements[0]);
      verdict.file = key && key.revoked !== null ? "revoked" : told.file;  // whoever has the key may put any date
      return verdict;
    });
  }

  // ------------------------------------------------------------------ showing

  function word(key, more) {
    return [0, 1].map(function (l) {
      var text = WORDS[key][l], name;
      for (name in more || {}) text = text.split("{" + name + "}").join(typeof more[name] === "object" ? more[name][l] : more[name]);
      return text;
    });
  }
  function mine(pair) { return pair[language]; }
  function other(pair) { return pair[1 - language]; }

  function make(tag, look, text) {
    var element = document.createElement(tag);
    if (look) element.className = look;
    if (text !== undefined) rich(element, text);
    return element;
  }
  function rich(element, text) {  // *bold*; everything is text
    String(text).split("*").forEach(function (part, i) {
      if (!part) return;
      var to = i % 2 ? element.appendChild(document.createElement("b")) : element;
      to.appendChild(document.createTextNode(part));
    });
  }
  function plainText(tag, look, text) {
    var element = document.createElement(tag);
    element.className = look;
    element.setAttribute("dir", "auto");
    element.textContent = text;
    return element;
  }
  function picture(name, look) {
    var svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    svg.setAttribute("class", look);
    svg.setAttribute("aria-hidden", "true");
    use.setAttribute("href", "#" + name);
    use.setAttributeNS("http://www.w3.org/1999/xlink", "xlink:href", "#" + name);
    svg.appendChild(use);
    return svg;
  }
  function date(day) {
    var d = Statement.dateOf(day);
    return [0, 1].map(function (l) { return d.getUTCDate() + " " + MONTHS[l][d.getUTCMonth()] + " " + d.getUTCFullYear(); });
  }
  function moment(ms) {
    var d = new Date(ms + 8 * HOUR), two = function (n) { return (n < 10 ? "0" : "") + n; };
    return date(Statement.dayNumber(+d)).map(function (day) { return day + ", " + two(d.getUTCHours()) + ":" + two(d.getUTCMinutes()); });
  }
  function period(c) {
    if (c.starts === undefined) return "";
    var a = Statement.dateOf(c.starts), b = Statement.dateOf(c.ends), m = MONTHS[language], first = a.getUTCDate() + "";
    if (c.starts === c.ends) return mine(date(c.starts));
    if (a.getUTCFullYear() !== b.getUTCFullYear()) return mine(date(c.starts)) + " – " + mine(date(c.ends));
    if (a.getUTCMonth() !== b.getUTCMonth()) first += " " + m[a.getUTCMonth()];
    return first + " – " + mine(date(c.ends));
  }
  function age() {
    var days = Math.max(0, Math.floor((now() - made) / DAY));
    return days === 0 ? word("today") : days === 1 ? word("yesterday") : word("days", { n: days });
  }

  function hero(state, label) {
    var look = LOOK[state].split(" "), box = make("div", "hero " + look[0]), pair = word(label || state);
    box.id = "state";
    box.setAttribute("data-state", state);
    box.appendChild(picture("s-" + look[1], ""));
    box.appendChild(make("h1", "", mine(pair)));
    var below = make("p", "", other(pair));
    below.lang = language ? "ms" : "en";
    box.appendChild(below);
    return box;
  }
  function field(main, label, value, more, look) {
    var list = make("dl", "field"), pair = word(label);
    list.appendChild(make("dt", "", mine(pair) + " · " + other(pair)));
    list.appendChild(plainText("dd", look || "", value));
    (more || []).forEach(function (text) { if (text) list.appendChild(plainText("dd", "more", text)); });
    main.appendChild(list);
  }
  function call(main, icon, pair, look) {
    var box = make("div", "call " + (look || "")), words = make("div");
    box.appendChild(picture("i-" + icon, "i"));
    words.appendChild(make("p", "", mine(pair)));
    words.appendChild(make("p", "", other(pair).replace(/\*/g, "")));
    box.appendChild(words);
    main.appendChild(box);
  }
  function say(main, pair) {
    main.appendChild(make("p", "say", mine(pair)));
    main.appendChild(make("p", "say2", other(pair).replace(/\*/g, "")));
  }
  function big(main, tag, icon, text, look) {
    var button = make(tag, "big " + (look || ""));
    if (icon) button.appendChild(picture("i-" + icon, "i"));
    button.appendChild(document.createTextNode(text));
    if (tag === "button") button.type = "button";
    main.appendChild(button);
    return button;
  }
  function both(key) { var pair = word(key); return mine(pair) + " · " + other(pair); }

  function contacts(main, report) {
    var mail = D.centre.email, phone = D.centre.phone;
    if (report && mail) big(main, "a", "flag", both("report"), "main first").href = "mailto:" + encodeURIComponent(mail).replace("%40", "@") +
      "?subject=" + encodeURIComponent(mine(word("title")) + ": " + mine(word(current.state)));
    if (phone) big(main, "a", "phone", phone, report && mail ? "" : "first").href = "tel:" + phone.replace(/[^0-9+]/g, "");
    if (mail && !report) big(main, "a", "mail", mail, phone ? "" : "first").href = "mailto:" + encodeURIComponent(mail).replace("%40", "@");
  }

  function details(main, v) {
    var c = v.claims, state = v.state;
    if (!c) {
      if (v.typed) field(main, "number", v.typed.trim(), [], "mono");
      if (v.expires !== undefined) field(main, state === "expired" ? "expired_on" : "expires", mine(date(v.expires)));
      return;
    }
    var number = [c.edition > 1 ? mine(word("print", { n: c.edition })) : ""], course = [mine(word(c.kind)) + (period(c) ? " · " + period(c) : ""), c.shortened ? mine(word("cut")) : ""];
    if (state === "void") {  // whose it was concerns nobody
      field(main, "number", c.number, number, "mono");
      field(main, "course", c.course, [both("issued") + " " + mine(date(c.issued))]);
      field(main, "voided", mine(date(voided[c.place])));
      return;
    }
    field(main, "name", c.name);
    field(main, "course", c.course, course);
    field(main, "number", c.number, number, "mono");
    field(main, "issued", mine(date(c.issued)));
    if (state === "replaced") field(main, "replaced_on", mine(date(replaced[c.place])));
    else if (c.expires !== undefined) field(main, state === "expired" ? "expired_on" : "expires", mine(date(c.expires)));
    if (v.file === "good") field(main, "pdf", mine(word("file_good")));
  }

  function warnings(main, v) {
    var days = Math.floor((now() - made) / DAY), on = date(Statement.dayNumber(made + 8 * HOUR)), c = v.claims;
    if (v.file && v.file !== "good") call(main, "triangle-alert", word("file_" + v.file), "warn");
    if (v.state === "void" || v.state === "replaced") return;
    if (c && c.place === null) call(main, "triangle-alert", word("no_place"), "warn");
    if (days >= OLD_DAYS) call(main, "clock", word("old", { n: days, date: on }), "warn");
    else if (c && c.issued > Statement.dayNumber(made + 8 * HOUR)) call(main, "clock", word("newer", { date: on }), "warn");
  }

  var ADVICE = { valid: ["eye", "compare"], void: ["ban", "do_void"], replaced: ["refresh-cw", "do_replaced"], expired: ["eye", "do_expired"],
    forged: ["shield-x", "do_forged", "why_forged"], altered: ["shield-x", "do_forged", "why_altered"], not_ours: ["shield-x", "do_forged", "why_not_ours"],
    revoked_key: ["shield-x", "do_forged", "why_revoked_key"], unknown_key: ["search", "do_unknown_key", "why_unknown_key"],
    unreadable: ["image", "do_unreadable", "why_unreadable"], sample: ["ban", "do_forged", "why_sample"],
    code_valid: ["eye", "do_code_valid"], old_paper: ["search", "do_old_paper"], code_unknown: ["search", "do_unknown_key", "why_code_unknown"] };

  function verdict(box, v) {
    var main = make("main"), advice = ADVICE[v.state], trouble = LOOK[v.state].split(" ")[0] !== "ok";
    box.appendChild(hero(v.state));
    if (advice[2]) say(main, word(v.note || advice[2], { centre: D.centre.name }));
    details(main, v);
    warnings(main, v);
    call(main, advice[0], word(advice[1]));
    if (trouble && v.state !== "unreadable") contacts(main, LOOK[v.state].indexOf("dark") === 0);
    big(main, "button", "scan-line", both("again"), "first").onclick = home;
    box.appendChild(main);
  }

  function entry(main, name, label) {
    var box = make("label", "f", both(label)), input = make("input", "t");
    input.id = name;
    input.type = "text";
    input.autocomplete = "off";
    input.spellcheck = false;
    input.setAttribute("autocapitalize", "characters");
    box.appendChild(input);
    main.appendChild(box);
    input.onkeydown = function (event) { if (event.key === "Enter") typed(); };
  }

  function front(box) {
    var main = make("main"), label, input, camera = navigator.mediaDevices && navigator.mediaDevices.getUserMedia && window.isSecureContext !== false;
    say(main, word("intro"));
    if (camera) big(main, "button", "scan-line", both("scan"), "main first").onclick = scan;
    label = big(main, "label", "image", both("file"), camera ? "" : "main first");
    input = make("input");
    input.type = "file";
    input.id = "file";
    input.accept = "image/*,application/pdf,.pdf";
    input.onchange = function () { if (input.files[0]) given(input.files[0]); };
    label.appendChild(input);
    if (D.index) {
      var head = make("h2", "", mine(word("typed")));
      head.appendChild(make("small", "", other(word("typed"))));
      main.appendChild(head);
      entry(main, "number", "number");
      entry(main, "code", "code");
      big(main, "button", "search", both("check"), "first").onclick = typed;
    }
    box.appendChild(main);
  }

  function foot() {
    var box = document.getElementById("foot"), signed = current && (current.claims || current.state === "forged");
    box.textContent = "";
    if (current) box.appendChild(make("p", "", mine(word(signed ? "foot_signed" : "foot", { now: moment(now()) }))));
    box.appendChild(make("p", "", mine(word("foot_list", { made: moment(made), age: age() }))));
  }

  function draw() {
    var box = document.getElementById("verdict"), logo = document.getElementById("logo"), image;
    box.textContent = "";
    document.documentElement.lang = language ? "en" : "ms";
    document.getElementById("title").textContent = mine(word("title"));
    document.getElementById("centre").textContent = language || !D.centre.name_ms ? D.centre.name : D.centre.name_ms;
    ["ms", "en"].forEach(function (code, i) { document.getElementById(code).setAttribute("aria-pressed", i === language ? "true" : "false"); });
    logo.textContent = "";
    if (D.centre.logo) { image = make("img"); image.alt = ""; image.src = D.centre.logo; logo.appendChild(image); }
    else logo.appendChild(picture("crest", ""));
    if (current) verdict(box, current); else front(box);
    foot();
  }

  function show(v) { quiet(); current = v; draw(); window.scrollTo(0, 0); }
  function home() {
    if (location.hash.length > 1) { try { history.replaceState(null, "", location.pathname + location.search); } catch (_) { /* some browsers, from a file */ } }
    show(null);
  }
  function busy() { document.getElementById("verdict").textContent = ""; document.getElementById("verdict").appendChild(make("main")).appendChild(make("p", "say", both("busy"))); }
  function quiet() { if (stopCamera) stopCamera(); stopCamera = null; }

  // ------------------------------------------------------------------ what is given

  function typed() {
    var number = document.getElementById("number").value, code = document.getElementById("code").value;
    if (plain(number)) show(judgeTyped(number, code));
  }

  function given(file) {
    var name = file.name.toLowerCase();
    busy();
    if (file.size > 60e6) return show({ state: "unreadable" });
    if (file.type === "application/pdf" || /\.pdf$/.test(name)) {
      var reader = new FileReader();
      reader.onload = function () { judgePdf(new Uint8Array(reader.result)).then(show, function () { show({ state: "unreadable" }); }); };
      reader.onerror = function () { show({ state: "unreadable" }); };
      return reader.readAsArrayBuffer(file);
    }
    Photo.fromFile(file).then(function (image) { return Photo.read(image, Statement.digitsOf); }).then(function (text) {
      show(text.split("|").length === 6 && D.index ? judgeTyped(text, "") : judge(text));
    }).then(null, function () { show({ state: "unreadable" }); });
  }

  function scan() {
    navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1920 } }, audio: false }).then(function (stream) {
      var box = document.getElementById("verdict"), main = make("main"), video = document.createElement("video"), on = true, detector = Photo.own();
      stopCamera = function () { on = false; stream.getTracks().forEach(function (track) { track.stop(); }); };
      video.setAttribute("playsinline", "");
      video.muted = true;
      video.srcObject = stream;
      box.textContent = "";
      main.appendChild(video);
      big(main, "button", "ban", both("stop"), "first").onclick = home;
      box.appendChild(main);
      video.play();
      (function look() {
        if (!on) return;
        if (!video.videoWidth) return setTimeout(look, 200);
        Photo.quick(video, video.videoWidth, video.videoHeight, detector).then(function (text) {
          if (!on) return;
          if (Statement.digitsOf(text)) show(judge(text)); else setTimeout(look, 150);
        });
      }());
    }, function () { call(document.querySelector("main"), "triangle-alert", word("no_camera"), "warn"); });
  }

  function fromAddress() { if (location.hash.length > 1) show(judge("x" + location.hash)); else show(null); }

  document.getElementById("ms").onclick = function () { quiet(); language = 0; draw(); };
  document.getElementById("en").onclick = function () { quiet(); language = 1; draw(); };
  window.addEventListener("hashchange", fromAddress);
  fromAddress();
}());
