// Judges credentials with Digital Bazaar's libraries, without a network: one verdict a line.
// usage: node check.mjs CONTEXTS_FOLDER STATUS_LIST_OR_- CREDENTIAL...
import {createRequire} from 'node:module';
import fs from 'node:fs';
import path from 'node:path';

const load = createRequire(path.join(process.env.MODULES, 'x.js'));
const {verifyCredential} = await import(load.resolve('@digitalbazaar/vc'));
const {DataIntegrityProof} = await import(load.resolve('@digitalbazaar/data-integrity'));
const {cryptosuite} = await import(load.resolve('@digitalbazaar/eddsa-rdfc-2022-cryptosuite'));
const {checkStatus} = await import(load.resolve('@digitalbazaar/vc-bitstring-status-list'));

const [folder, list, ...files] = process.argv.slice(2);
const bundled = {
  'https://www.w3.org/ns/credentials/v2': 'credentials-v2.json',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json': 'open-badges-3.0.3.json',
};

async function documentLoader(url) {
  if (bundled[url]) {
    return {documentUrl: url, document: JSON.parse(fs.readFileSync(path.join(folder, bundled[url]), 'utf8'))};
  }
  if (url.startsWith('did:key:')) {
    const [did, fragment] = url.split('#');
    const key = fragment ?? did.slice('did:key:'.length);
    const method = {'@context': 'https://w3id.org/security/multikey/v1', id: `${did}#${key}`, type: 'Multikey',
      controller: did, publicKeyMultibase: key};
    if (fragment) {
      return {documentUrl: url, document: method};
    }
    return {documentUrl: url, document: {
      '@context': 'https://www.w3.org/ns/did/v1', id: did, assertionMethod: [method.id], verificationMethod: [method]}};
  }
  if (list !== '-' && url === JSON.parse(fs.readFileSync(list, 'utf8')).id) {
    return {documentUrl: url, document: JSON.parse(fs.readFileSync(list, 'utf8'))};
  }
  throw new Error(`not bundled: ${url}`);
}

const suite = new DataIntegrityProof({cryptosuite});
for (const file of files) {
  const credential = JSON.parse(fs.readFileSync(file, 'utf8'));
  const options = {credential, suite, documentLoader, now: new Date(process.env.NOW ?? Date.now())};
  if (credential.credentialStatus && list !== '-') {
    options.checkStatus = checkStatus;
  }
  const found = await verifyCredential(options);
  const status = (found.statusResult?.results ?? []).map(one => one.status);
  const errors = [...(found.error?.errors ?? []), found.error].filter(Boolean).map(one => one.message);
  console.log(JSON.stringify({verified: found.verified, revoked: status.includes(true), errors}));
}
