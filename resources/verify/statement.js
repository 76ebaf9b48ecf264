/* What a QR code states: decimal digits -> bytes -> fields, and whether a key of the centre signed them. */
var Statement = (function () {
  "use strict";
  var KINDS = ["completion", "attendance", "achievement", "participation", "award", "transcript"];
  var DOMAIN = "Sijil statement\n", DAY0 = Date.UTC(2000, 0, 1), NO_INDEX = 0xFFFFFF, SAMPLE = "00000000";

  function digitsOf(text) {
    var said = String(text).trim(), found = /^sijil:([0-9]+)$/i.exec(said) || /#([0-9]+)$/.exec(said) || /^([0-9]+)$/.exec(said);
    return found && found[1].length > 200 && found[1].length <= 10000 && found[1][0] !== "0" ? found[1] : "";
  }

  function bytesOf(digits) {  // long division by hand, since old browsers have no big whole numbers
    var limbs = [], at = 0, out = [], i, carry;  // limbs of 24 bits, the lowest first
    while (at < digits.length) {
      var part = digits.substr(at, 6), scale = Math.pow(10, part.length);
      for (i = 0, carry = parseInt(part, 10); i < limbs.length; i++) {
        carry += limbs[i] * scale;
        limbs[i] = carry % 16777216;
        carry = Math.floor(carry / 16777216);
      }
      if (carry) limbs.push(carry);
      at += part.length;
    }
    for (i = 0; i < limbs.length; i++) out.push(limbs[i] & 255, limbs[i] >> 8 & 255, limbs[i] >> 16);
    while (out.length && !out[out.length - 1]) out.pop();
    if (out.pop() !== 1) return null;
    return new Uint8Array(out.reverse());
  }

  function utf8(bytes) {
    var text = "", i;
    for (i = 0; i < bytes.length; i++) text += "%" + (bytes[i] < 16 ? "0" : "") + bytes[i].toString(16);
    return decodeURIComponent(text);
  }

  function wide(bytes) {
    var text = "", i;
    if (bytes.length % 2) throw new Error("odd");
    for (i = 0; i < bytes.length; i += 2) text += String.fromCharCode(bytes[i] << 8 | bytes[i + 1]);
    encodeURIComponent(text);  // throws on half a pair
    return text;
  }

  function packed(bytes) {  // a byte for each letter: ASCII, or from 128 on counted from the first two bytes
    var base = bytes[0] << 8 | bytes[1], text = "", i;
    for (i = 2; i < bytes.length; i++) text += String.fromCharCode(bytes[i] < 128 ? bytes[i] : bytes[i] - 128 + base);
    encodeURIComponent(text);
    return text;
  }

  function hex(bytes) {
    return Array.prototype.map.call(bytes, function (b) { return (b < 16 ? "0" : "") + b.toString(16); }).join("");
  }

  function Reader(bytes) { this.bytes = bytes; this.at = 0; this.codings = bytes[0] === 1 ? 2 : 4; }
  Reader.prototype.take = function (count) {
    if (this.at + count > this.bytes.length) throw new Error("short");
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  };
  Reader.prototype.whole = function (count) {
    return Array.prototype.reduce.call(this.take(count), function (sum, b) { return sum * 256 + b; }, 0);
  };
  Reader.prototype.varint = function () {
    for (var value = 0, scale = 1; ; scale *= 128) {
      var b = this.whole(1);
      value += (b & 127) * scale;
      if (b < 128) return value;
      if (scale >= 268435456) throw new Error("long");
    }
  };
  Reader.prototype.day = function () { return this.whole(2); };
  Reader.prototype.text = function () {
    var head = this.varint(), data = this.take(Math.floor(head / this.codings)), coding = head % this.codings;
    if (coding > 2) throw new Error("coding");
    return [utf8, wide, packed][coding](data);
  };

  function claims(body) {
    var r = new Reader(body), c = {}, flags;
    r.take(1);
    c.kid = hex(r.take(4));
    flags = r.whole(1);
    c.kind = KINDS[flags & 15];
    if (!c.kind) throw new Error("kind");
    c.issued = r.day();
    if (flags & 16) { c.starts = r.day(); c.ends = r.day(); }
    if (flags & 32) c.expires = r.day();
    c.shortened = !!(flags & 64);
    c.edition = r.whole(1);
    c.place = r.whole(3);
    if (c.place === NO_INDEX) c.place = null;
    r.varint();
    r.take(8);
    c.number = r.text();
    c.name = r.text();
    c.course = r.text();
    c.centre = r.text();
    if (r.at !== body.length) throw new Error("more");
    return c;
  }

  /* {state: good | forged | unknown_key | sample | unreadable, claims}; keys: kid -> 32 bytes */
  function read(text, keys) {
    var digits = digitsOf(text), data = digits && bytesOf(digits), c;
    if (!data || data.length < 84 || (data[0] !== 1 && data[0] !== 2)) return { state: "unreadable" };
    var body = data.subarray(0, data.length - 64), message = new Uint8Array(DOMAIN.length + body.length), i;
    try { c = claims(body); } catch (_) { return { state: "unreadable" }; }
    if (c.kid === SAMPLE) return { state: "sample" };
    if (!Object.prototype.hasOwnProperty.call(keys, c.kid)) return { state: "unknown_key" };
    for (i = 0; i < DOMAIN.length; i++) message[i] = DOMAIN.charCodeAt(i);
    message.set(body, DOMAIN.length);
    if (!nacl.sign.detached.verify(message, data.subarray(data.length - 64), keys[c.kid])) return { state: "forged" };
    return { state: "good", claims: c, digits: digits };
  }

  return { read: read, digitsOf: digitsOf, dayNumber: function (ms) { return Math.floor((ms - DAY0) / 86400000); },
    dateOf: function (day) { return new Date(DAY0 + day * 86400000); } };
}());
