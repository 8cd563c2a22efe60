// A certified OpenID Connect provider on loopback: node oidc.js PORT REDIRECT. Whoever signs in says who they are as
// "subject|address|yes": the address and whether it is verified ("": the provider does not say).
import Provider from "oidc-provider";

const [port, redirect] = process.argv.slice(2);
const claims = (id) => {
  const [sub, email, verified] = id.split("|");
  return { sub: id, name: sub, email, ...(verified && { email_verified: verified === "yes" }) };
};
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{ client_id: "trousseau", client_secret: "between-us-two", redirect_uris: [redirect] }],
  claims: { email: ["email", "email_verified"], profile: ["name"] },
  findAccount: (_context, id) => ({ accountId: id, claims: () => claims(id) }),
  pkce: { required: () => true },
  cookies: { keys: ["for tests"] },
});
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
