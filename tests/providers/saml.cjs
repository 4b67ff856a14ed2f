// SPDX-License-Identifier: EUPL-1.2
// A SAML provider (npm: samlp, what Auth0 runs on) with people of the test's own. Reads its settings
// as JSON from standard input and says "ready" when it listens.
const express = require('express');
const samlp = require('samlp');

const told = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const participants = [];
const session = {};
const app = express();
app.use(express.urlencoded({ extended: false }));
app.use((request, response, next) => { request.session = session; next(); });

// Who logs in says who they are; the request is carried along as it came.
app.get('/sso', (request, response) => {
  const hidden = Object.entries(request.query)
    .map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`).join('');
  response.send(`<!doctype html><title>Log in</title><form action="/sso/go">${hidden}
    <label>User <input name="user"></label><button>Log in</button></form>`);
});

app.get('/sso/go', (request, response, next) => {
  const person = told.people[request.query.user];
  const index = `_session-${Date.now()}-${participants.length}`;
  const sp = told.serviceProvider;
  participants.push({
    serviceProviderId: sp.entity, nameId: person.nameId, sessionIndex: index,
    nameIdFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
    serviceProviderLogoutURL: sp.logout, cert: sp.certificate,
  });
  samlp.auth({
    issuer: told.issuer, cert: told.certificate, key: told.key,
    signingCert: sp.certificate,
    recipient: sp.answer, destination: sp.answer,
    getPostURL: (audience, document, asked, done) => done(null, sp.answer),
    getUserFromRequest: () => person,
    profileMapper: () => ({
      getClaims: () => person.attributes,
      getNameIdentifier: () => ({ nameIdentifier: person.nameId }),
    }),
    nameIdentifierFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
    authnContextClassRef: person.context,
    sessionIndex: index,
    lifetimeInSeconds: 300,
    encryptionCert: told.encrypted ? sp.certificate : undefined,
    encryptionPublicKey: told.encrypted ? sp.publicKey : undefined,
    signResponse: told.signResponse,
  })(request, response, next);
});

app.get('/logout', (request, response, next) => samlp.logout({
  deflate: true, issuer: told.issuer, cert: told.certificate, key: told.key,
  protocolBinding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect',
  sessionParticipants: {
    get: (issuer, indexes, name, done) => done(null, participants.find(
      (each) => [].concat(indexes).includes(each.sessionIndex) && each.nameId === name)),
    hasElements: () => participants.length > 0,
    getFirst: (done) => done(null, participants[0]),
    remove: (issuer, indexes, name, done) => {
      const at = participants.findIndex((each) => [].concat(indexes).includes(each.sessionIndex));
      done(null, at < 0 ? undefined : participants.splice(at, 1)[0]);
    },
  },
})(request, response, next));

app.use((error, request, response, next) => {
  console.error(error);
  response.status(500).send(`the provider refuses: ${error.message}`);
});
app.listen(told.port, '127.0.0.1', () => console.log('ready'));
