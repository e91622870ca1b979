import type { Starter } from './starter.js';

/** The README of a project: what to do next, in order, with the commands. */
export function nextSteps({ mapping, tests, before }: Starter): string {
  const testFiles = tests.map(({ path }) => path);
  const rows = testFiles.map(path => `| [${path}](${path}) | its test cases |`);
  return `# What to do next

\`loyalty-gw init\` has written this folder. All commands are meant for it. Where the command is not installed for all
users, write \`npx loyalty-gw\`.

| file | what it is |
| --- | --- |
| [${mapping.path}](${mapping.path}) | the mapping: how the CRM is asked, and what Koshelek gets |
${rows.join('\n')}
| [loyalty-gw.yaml](loyalty-gw.yaml) | the config of the gateway |
| [.env.example](.env.example) | the variables of the environment that the config needs |
| [selftest.yaml](selftest.yaml) | test data for the selftest |
| schemas/ | JSON Schemas, by which editors complete and explain the YAML files |

## 1. Prepare the CRM

${before}

## 2. Fill in .env

Copy the example and fill it in. \`.gitignore\` keeps the copy out of git: it holds secrets.

\`\`\`sh
cp .env.example .env
\`\`\`

\`\`\`sh
set -a; . ./.env; set +a
loyalty-gw check --config loyalty-gw.yaml
\`\`\`

What is not set yet, \`check\` names. The other params, with their defaults, stand in \`loyalty-gw.yaml\`.

## 3. Check the mapping, and test it

Neither needs the CRM or a network, nor the variables.

\`\`\`sh
loyalty-gw check ${[mapping.path, ...testFiles].join(' ')} selftest.yaml
loyalty-gw test
\`\`\`

## 4. Ask the CRM

Begin with an operation that only reads, and with somebody of your test data. This sends for real:

\`\`\`sh
loyalty-gw dry-run findCard --config loyalty-gw.yaml --query msisdn=79620480100 --live
\`\`\`

The story tells each call, the reply, and what was made of it. Where the CRM answers otherwise than the tests say, change
the test first and then the mapping.

## 5. Serve it

\`\`\`sh
loyalty-gw serve --config loyalty-gw.yaml
\`\`\`

Koshelek demands HTTPS: a proxy with your certificate stands in front of it.

## 6. Be Koshelek

Put people of your test data into \`selftest.yaml\`; leave out what you do not have. While the gateway runs, in another
shell with the same variables:

\`\`\`sh
LOYALTY_GW_SELFTEST_USER="koshelek:$KOSHELEK_PASSWORD" loyalty-gw selftest http://127.0.0.1:8080
\`\`\`

With \`--allow-writes\` it reserves and issues cards, too. When it passes, Koshelek may come.
`;
}
