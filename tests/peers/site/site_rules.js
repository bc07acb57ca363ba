'use strict';
// The two fences of the site's Markdown, written from a description of their behaviour:
//
//   +++ Title          a collapsible section; a later line of exactly as many plus signs closes it, wherever that line
//   body               stands, a code fence included. A section without a title, with a title that ends in its own
//   +++                marker, or without a visible line in its body is no section. One without an end runs to the end.
//
//   %%% llm-output model="Name"      a labelled block; the first closing line after it ends it, wherever that stands.
//   body                             A block without an end runs to the end.
//   %%% /llm-output
//
//   >! text            a spoiler: a run of such lines is Markdown of its own.
//
// and the mathematics, which is inline only: $x$, $$x$$, \\(x\\), \\[x\\] and \begin{a}...\end{a}.

const CAN_INTERRUPT = { alt: ['paragraph', 'reference', 'blockquote', 'list'] };
const LABEL_OPEN = /^%%%[ \t]+llm-output(?:[ \t]+model="([^"]*)")?[ \t]*$/;
const LABEL_CLOSE = /^%%%[ \t]+\/llm-output[ \t]*$/;

function lineAt(state, line) {
  return state.src.slice(state.bMarks[line] + state.tShift[line], state.eMarks[line]);
}

function leavesContainer(state, line) {
  return lineAt(state, line) !== '' && state.sCount[line] < state.blkIndent;
}

/** The first line from `line` up to `endLine` for which `closes` holds, or the line where the container ends. */
function findEnd(state, line, endLine, closes) {
  for (; line < endLine; line++) {
    if (leavesContainer(state, line)) return { line, closed: false };
    if (closes(line)) return { line, closed: true };
  }
  return { line: endLine, closed: false };
}

function inside(state, from, to, closed, draw) {
  const parent = state.parentType;
  const lineMax = state.lineMax;
  state.parentType = 'reference';
  state.lineMax = to;
  draw(() => state.md.block.tokenize(state, from, to));
  state.parentType = parent;
  state.lineMax = lineMax;
  state.line = to + (closed ? 1 : 0);
}

function push(state, type, tag, nesting, attributes) {
  const token = state.push(type, tag, nesting);
  token.block = true;
  for (const [name, value] of Object.entries(attributes || {})) token.attrSet(name, value);
  return token;
}

function plusMarker(text) {
  const found = /^\+{2,}>|^\+{3,}/.exec(text);
  return found && found[0].length >= 3 ? found[0] : null;
}

function collapsible(state, startLine, endLine, silent) {
  const opening = lineAt(state, startLine);
  const marker = plusMarker(opening);
  if (!marker) return false;
  const title = opening.slice(marker.length).trim();
  if (!title || title.endsWith(marker)) return false;
  if (silent) return true;

  const closes = (line) =>
    state.sCount[line] - state.blkIndent < 4 && lineAt(state, line).replace(/[ \t]+$/, '') === marker;
  const end = findEnd(state, startLine + 1, endLine, closes);
  let visible = false;
  for (let line = startLine + 1; line < end.line && !visible; line++) {
    const text = lineAt(state, line);
    visible = !text.startsWith('+') && /[^\s]/.test(text);
  }
  if (!visible) return false;

  inside(state, startLine + 1, end.line, end.closed, (body) => {
    push(state, 'section_open', 'details', 1, { class: 'detailsBlock' });
    push(state, 'section_title_open', 'summary', 1, { class: 'detailsBlockTitle' });
    const words = push(state, 'inline', '', 0);
    words.content = title;
    words.children = [];
    push(state, 'section_title_close', 'summary', -1);
    push(state, 'section_body_open', 'div', 1, { class: 'detailsBlockContent' });
    body();
    push(state, 'section_body_close', 'div', -1);
    push(state, 'section_close', 'details', -1);
  });
  return true;
}

function labelledBlock(state, startLine, endLine, silent) {
  if (state.sCount[startLine] - state.blkIndent >= 4) return false;
  const found = LABEL_OPEN.exec(lineAt(state, startLine).trim());
  if (!found) return false;
  if (silent) return true;
  const end = findEnd(state, startLine + 1, endLine, (line) => LABEL_CLOSE.test(lineAt(state, line).trim()));
  inside(state, startLine + 1, end.line, end.closed, (body) => {
    push(state, 'label_open', 'div', 1, { class: 'llm-content-block', 'data-model-name': found[1] || '' });
    push(state, 'label_body_open', 'div', 1, { class: 'llm-content-block-content' });
    body();
    push(state, 'label_body_close', 'div', -1);
    push(state, 'label_close', 'div', -1);
  });
  return true;
}

function spoiler(state, startLine, endLine, silent) {
  if (state.sCount[startLine] - state.blkIndent >= 4 || !lineAt(state, startLine).startsWith('>!')) return false;
  if (silent) return true;
  const lines = [];
  let line = startLine;
  for (; line < endLine; line++) {
    const text = lineAt(state, line);
    if (state.sCount[line] - state.blkIndent >= 4 || !text.startsWith('>!')) break;
    lines.push(text.slice(text[2] === ' ' ? 3 : 2));
  }
  push(state, 'spoiler_open', 'div', 1, { class: 'spoilers' });
  state.md.block.parse(lines.join('\n'), state.md, state.env, state.tokens);
  push(state, 'spoiler_close', 'div', -1);
  state.line = line;
  return true;
}

function math(state, silent) {
  const rest = state.src.slice(state.pos);
  const opening = /^\\begin\{[^}]*\}|^\\\\\(|^\\\\\[/.exec(rest);
  if (!opening) return false;
  const begin = opening[0].startsWith('\\begin');
  const closing = begin ? opening[0].replace('begin', 'end') : opening[0] === '\\\\(' ? '\\\\)' : '\\\\]';
  const end = rest.indexOf(closing, begin ? 0 : opening[0].length);
  if (end < 0) return false;
  if (!silent) state.push('math', '', 0).content = rest.slice(0, end + closing.length);
  state.pos += end + closing.length;
  return true;
}

function dollarMath(state, silent) {
  const source = state.src;
  if (source[state.pos] !== '$') return false;
  const marker = source.startsWith('$$', state.pos) ? '$$' : '$';
  const from = state.pos + marker.length;
  if (marker === '$$' ? source[from] === '$' : /[ \t\n]/.test(source[from] || '')) return false;
  const end = source.indexOf(marker, from);
  if (end < 0 || source[end - 1] === '\\') return false;
  const next = end + marker.length;
  if (marker === '$' && (/[ \t\n]/.test(source[end - 1]) || /[0-9]/.test(source[next] || ''))) return false;
  if (!silent) state.push('math', '', 0).content = source.slice(state.pos, next);
  state.pos = next;
  return true;
}

exports.fences = (md) => {
  md.block.ruler.before('fence', 'labelled_block', labelledBlock, CAN_INTERRUPT);
  md.block.ruler.before('fence', 'collapsible', collapsible, CAN_INTERRUPT);
  md.block.ruler.before('blockquote', 'spoiler', spoiler, CAN_INTERRUPT);
};

exports.mathematics = (md) => {
  md.inline.ruler.before('escape', 'math', math);
  md.inline.ruler.push('dollar_math', dollarMath);
  md.renderer.rules.math = (tokens, index) => md.utils.escapeHtml(tokens[index].content);
};
