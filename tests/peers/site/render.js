'use strict';
// Renders Markdown as the publishing site does.
//
//   node render.js            Markdown on standard input, HTML on standard output
//   node render.js --json     a JSON list of documents in, a JSON list of HTML out
//   node render.js --serve    one JSON document a line in, one JSON string a line out, until the input ends
//
// A document is a string, or {"markdown": ..., "fences": false} to render it by a site that knows neither of the fences.

const readline = require('readline');
const markdownIt = require('markdown-it');
const { fences, mathematics } = require('./site_rules');

function renderer(withFences) {
  const md = markdownIt({ linkify: true });
  md.use(mathematics);
  if (withFences) md.use(fences);
  md.use(require('markdown-it-container'), 'spoiler');
  md.use(require('markdown-it-footnote'));
  md.use(require('markdown-it-sub'));
  md.use(require('markdown-it-sup'));
  return md;
}

const site = renderer(true);
const plain = renderer(false);

function render(document) {
  if (typeof document === 'string') return site.render(document);
  return (document.fences === false ? plain : site).render(document.markdown);
}

function everything(then) {
  const chunks = [];
  process.stdin.on('data', (chunk) => chunks.push(chunk));
  process.stdin.on('end', () => process.stdout.write(then(Buffer.concat(chunks).toString('utf8'))));
}

if (process.argv[2] === '--serve') {
  readline
    .createInterface({ input: process.stdin, crlfDelay: Infinity })
    .on('line', (line) => process.stdout.write(JSON.stringify(render(JSON.parse(line))) + '\n'));
} else if (process.argv[2] === '--json') {
  everything((text) => JSON.stringify(JSON.parse(text).map(render)));
} else {
  everything(render);
}
