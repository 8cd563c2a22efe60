// A SAML 2.0 identity provider on loopback: node saml.js PORT ACS KEY CERTIFICATE. Whoever signs in says who they are in
// the query, as user=subject|address|yes.
import { readFileSync } from "node:fs";
import http from "node:http";
import samlp from "samlp";

const [port, acs, key, cert] = process.argv.slice(2);
const saml = samlp.auth({
  issuer: "urn:test:idp",
  key: readFileSync(key),
  cert: readFileSync(cert),
  destination: acs,
  recipient: acs,
  getPostURL: (_audience, _request, _asked, done) => done(null, acs),
  profileMapper: ([subject, email, verified]) => ({
    getClaims: () => ({ email, ...(verified && { email_verified: verified === "yes" ? "true" : "false" }) }),
    getNameIdentifier: () => ({ nameIdentifier: subject }),
  }),
});
http
  .createServer((request, response) => {
    request.query = Object.fromEntries(new URL(request.url, "http://127.0.0.1").searchParams);
    request.user = request.query.user?.split("|");
    response.set = response.setHeader;
    response.send = (body) => response.end(String(body));
    saml(request, response, (error) => response.writeHead(500).end(String(error)));
  })
  .listen(Number(port), "127.0.0.1", () => console.log("ready"));
