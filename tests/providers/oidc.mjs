// SPDX-License-Identifier: EUPL-1.2
// An OpenID Connect provider (npm: oidc-provider, certified by the OpenID Foundation) with people of
// the test's own. Reads its settings as JSON from standard input and says "ready" when it listens.
import { readFileSync } from 'node:fs';
import Provider from 'oidc-provider';

const told = JSON.parse(readFileSync(0, 'utf8'));

const provider = new Provider(told.issuer, {
  clients: [told.client],
  jwks: { keys: told.keys },
  cookies: { keys: ['of a test'] },
  claims: { openid: ['sub'], profile: told.claims, acr: null, sid: null },
  conformIdTokenClaims: false,
  acrValues: ['https://data.gov.dk/concept/core/nsis/loa/Substantial'],
  clockTolerance: 60,
  features: {
    devInteractions: { enabled: true },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: { enabled: true },
    userinfo: { enabled: true },
  },
  pkce: { required: () => true },
  findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...told.people[id] }) }),
});
provider.listen(told.port, '127.0.0.1', () => console.log('ready'));
