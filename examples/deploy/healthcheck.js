// @ts-check
// The health check of the image: exits with 0 while the gateway is ready, and prints what it says of itself.
// ADMIN_PORT: the port of the admin listener, 9090 by default.

const url = `http://127.0.0.1:${process.env.ADMIN_PORT || '9090'}/readyz`;

try {
  const answer = await fetch(url);
  console.log(await answer.text());
  process.exitCode = answer.ok ? 0 : 1;
} catch {
  console.log(`nobody answers at ${url}`);
  process.exitCode = 1;
}
