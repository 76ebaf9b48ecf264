// Checks statements of QR codes with Node's own cryptography; shares no line with the program or its verify page.
// usage: node independent.mjs KEYS.json < QR texts, a line each. Tells one JSON object a line.
import {createPublicKey, verify} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {createInterface} from 'node:readline';

const published = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const keys = new Map(published.keys.filter(k => k.use === 'statement').map(k => [
  k.kid, createPublicKey({key: Buffer.from(k.public, 'base64'), format: 'der', type: 'spki'})]));

function check(text) {
  const [, digits] = /^(?:[^#]*#|SIJIL:)(\d+)$/.exec(text) ?? [];
  if (!digits || digits[0] === '0') return {good: false};
  let hex = BigInt(digits).toString(16);
  if (!hex.startsWith('1') || hex.length % 2 !== 1) return {good: false};
  const bytes = Buffer.from(hex.slice(1), 'hex');
  if (bytes.length < 70) return {good: false};
  const signed = bytes.subarray(0, -64), key = keys.get(signed.toString('hex', 1, 5));
  if (!key || !verify(null, Buffer.concat([Buffer.from('Sijil statement\n'), signed]), key, bytes.subarray(-64))) return {good: false};
  let at = 5;
  const flags = signed[at++], day = () => new Date(Date.UTC(2000, 0, 1 + signed.readUInt16BE((at += 2) - 2))).toISOString().slice(0, 10);
  const said = {good: true, issued_on: day()};
  if (flags & 16) Object.assign(said, {starts: day(), ends: day()});
  if (flags & 32) said.expires_on = day();
  said.edition = signed[at++];
  said.place = signed.readUIntBE((at += 3) - 3, 3);
  const count = () => { let n = 0, s = 0, b; do { b = signed[at++]; n |= (b & 127) << s; s += 7; } while (b > 127); return n; };
  said.entry = count();
  at += 8;
  for (const field of ['number', 'name', 'course', 'centre']) {
    const head = count(), part = Buffer.from(signed.subarray(at, at += head >> 2)), coding = head & 3;
    const base = coding === 2 ? part.readUInt16BE() : 0;
    said[field] = coding === 0 ? part.toString('utf8') : coding === 1 ? part.swap16().toString('utf16le') :
      [...part.subarray(2)].map(b => String.fromCodePoint(b < 128 ? b : b - 128 + base)).join('');
  }
  return said;
}

for await (const line of createInterface({input: process.stdin})) console.log(JSON.stringify(check(line)));
