/* A PDF: the statement in its metadata, and its signature (PAdES) with one of the centre's keys, or an authority's. */
var Pdf = (function () {
  "use strict";
  var SIGNED_DATA = "2a864886f70d010702", DATA = "2a864886f70d010701", SHA256 = "608648016503040201",
    CONTENT_TYPE = "2a864886f70d010903", DIGEST = "2a864886f70d010904", TIME = "2a864886f70d010905";

  function latin(bytes) {
    var out = [], i;
    for (i = 0; i < bytes.length; i += 8192) out.push(String.fromCharCode.apply(null, bytes.subarray(i, i + 8192)));
    return out.join("");
  }

  function statements(text) {
    var found = {}, ask = /(?:SIJIL:|#)([0-9]{200,10000})(?![0-9])/g, one;
    while ((one = ask.exec(text))) found[one[1]] = true;
    return Object.keys(found);
  }

  function der(bytes, at) {
    var start = at, tag = bytes[at++], length = bytes[at++], count, i;
    if (length === undefined || (tag & 31) === 31) throw new Error("der");
    if (length & 128) {
      count = length & 127;
      if (!count || count > 4) throw new Error("der");
      for (length = 0, i = 0; i < count; i++) length = length * 256 + bytes[at++];
    }
    if (!(at + length <= bytes.length)) throw new Error("der");
    return { tag: tag, body: bytes.subarray(at, at + length), whole: bytes.subarray(start, at + length), end: at + length };
  }

  function parts(node) {
    for (var out = [], at = 0; at < node.body.length;) { var one = der(node.body, at); out.push(one); at = one.end; }
    return out;
  }

  function hex(bytes) {
    return Array.prototype.map.call(bytes, function (b) { return (b < 16 ? "0" : "") + b.toString(16); }).join("");
  }

  function need(node, tag) { if (!node || node.tag !== tag) throw new Error("cms"); return node; }

  function cms(bytes) {
    var info = parts(need(der(bytes, 0), 0x30));
    if (hex(need(info[0], 6).body) !== SIGNED_DATA) throw new Error("cms");
    var signed = parts(need(parts(need(info[1], 0xA0))[0], 0x30)), inside = parts(need(signed[2], 0x30));
    if (hex(inside[0].body) !== DATA || inside.length > 1) throw new Error("cms");
    var signers = parts(need(signed[signed.length - 1], 0x31));
    if (signers.length !== 1) throw new Error("cms");
    var s = parts(need(signers[0], 0x30)), attributes = need(s[3], 0xA0), told = {};
    if (hex(parts(s[2])[0].body) !== SHA256) throw new Error("cms");
    parts(attributes).forEach(function (a) {
      var pair = parts(a), values = parts(need(pair[1], 0x31)), name = hex(pair[0].body);
      if (told[name] || values.length !== 1) throw new Error("cms");
      told[name] = values[0];
    });
    if (!told[CONTENT_TYPE] || hex(told[CONTENT_TYPE].body) !== DATA || !told[DIGEST]) throw new Error("cms");
    var message = new Uint8Array(attributes.whole);
    message[0] = 0x31;  // signed as a SET
    return { digest: told[DIGEST].body, message: message, signature: need(s[5], 4).body, at: told[TIME] && moment(told[TIME]) };
  }

  function moment(node) {
    var said = latin(node.body), t = /^(\d\d)?(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(said);
    if (!t) return undefined;
    return Date.UTC(+((node.tag === 24 ? t[1] : "20") + t[2]), t[3] - 1, +t[4], +t[5], +t[6], +t[7]);
  }

  function claimed(text) {  // PAdES keeps the time in the signature's dictionary, which is signed as well
    var ask = /\/M\s*\(D(?::|\\072)(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:Z|([+-])(\d\d)'?(\d\d)'?)?/g, t, last;
    while ((t = ask.exec(text))) last = t;
    if (!last) return undefined;
    var off = last[7] ? (+last[8] * 60 + +last[9]) * (last[7] === "-" ? -60000 : 60000) : 0;
    return Date.UTC(+last[1], last[2] - 1, +last[3], +last[4], +last[5], +last[6]) - off;
  }

  function rs(bytes, size) {
    var out = new Uint8Array(2 * size);
    parts(need(der(bytes, 0), 0x30)).forEach(function (node, i) {
      var n = need(node, 2).body;
      while (n.length > size && !n[0]) n = n.subarray(1);
      if (i > 1 || n.length > size) throw new Error("ecdsa");
      out.set(n, size * (i + 1) - n.length);
    });
    return out;
  }

  /* Promise of whether this key made the signature. The centre's own are ECDSA P-256, an authority's may be RSA. */
  function made(subtle, key, signed) {
    var rsa = /^RSA/.test(key.kind), curve = key.kind.split(" ")[1], sides = { "P-256": 32, "P-384": 48, "P-521": 66 };
    return Promise.resolve().then(function () {
      var how = rsa ? { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } : { name: "ECDSA", namedCurve: curve, hash: "SHA-256" };
      var signature = rsa ? signed.signature : rs(signed.signature, sides[curve]);
      return subtle.importKey("spki", key.public, how, false, ["verify"]).then(function (k) {
        return subtle.verify(how, k, signature, signed.message);
      });
    }).then(null, function () { return false; });
  }

  /* The two signed stretches and the signature; null without one, false when it does not cover the whole file. */
  function ranges(bytes, text) {
    var ask = /\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g, found, last = null;
    while ((found = ask.exec(text))) last = found;
    if (!last) return /\/ByteRange|\/Type\s*\/Sig\b/.test(text) ? false : null;
    var a = +last[1], b = +last[2], c = +last[3], d = +last[4], gap = text.substring(b, c);
    if (a !== 0 || c + d !== bytes.length || !/^<[0-9A-Fa-f]+>$/.test(gap)) return false;
    var digits = gap.slice(1, -1), packed = new Uint8Array(digits.length >> 1), i;
    for (i = 0; i < packed.length; i++) packed[i] = parseInt(digits.substr(2 * i, 2), 16);
    var covered = new Uint8Array(b + d);
    covered.set(bytes.subarray(0, b));
    covered.set(bytes.subarray(c), b);
    return { covered: covered, packed: packed };
  }

  /* Promise of {file: good | altered | not_ours | unsigned | unchecked, at, key, statements}; keys: [{public: DER, kind, ...}] */
  function check(bytes, keys) {
    var text = latin(bytes), told = { file: "unsigned", statements: statements(text) }, found = ranges(bytes, text), signed;
    var subtle = window.crypto && window.crypto.subtle;
    if (found === null) return Promise.resolve(told);
    told.file = "altered";
    if (found === false) return Promise.resolve(told);
    try { signed = cms(found.packed); } catch (_) { told.file = "not_ours"; return Promise.resolve(told); }
    if (!subtle || window.isSecureContext === false) { told.file = "unchecked"; return Promise.resolve(told); }
    return subtle.digest("SHA-256", found.covered).then(function (digest) {
      if (hex(new Uint8Array(digest)) !== hex(signed.digest)) return told;
      return Promise.all(keys.map(function (key) { return made(subtle, key, signed); })).then(function (answers) {
        told.key = keys[answers.indexOf(true)];
        told.at = signed.at === undefined ? claimed(text) : signed.at;
        told.file = told.key ? "good" : "not_ours";
        return told;
      });
    });
  }

  return { check: check };
}());
