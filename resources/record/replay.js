"use strict";
// The draft as a film: each step replaces some of the text, and says whose the new characters are. Folding begins at the
// nearest picture, one of which is kept every so many steps. Places count code points, as in the program.
class Film {
  constructor(steps, every = 250) {
    this.steps = steps;
    this.every = every;
    this.pictures = new Map();
    this.text = [];
    this.runs = [];
    this.step = -1;
    this.reached = -1;
  }
  at(step) {
    let nearest = Math.min(step, this.reached) - (Math.min(step, this.reached) % this.every);
    if (!(nearest <= this.step && this.step <= step)) {
      while (nearest >= 0 && !this.pictures.has(nearest)) nearest -= this.every;
      const picture = this.pictures.get(nearest);
      this.text = picture ? Array.from(picture.text) : [];
      this.runs = picture ? picture.runs.slice() : [];
      this.step = picture ? nearest : -1;
    }
    while (this.step < step) this.forward();
    return this;
  }
  forward() {
    this.step += 1;
    const [, , , position, removed, inserted, runs] = this.steps[this.step];
    const gone = removed < 0 ? this.text.length : removed;
    const added = Array.from(inserted);
    if (added.length > 10000) {
      this.text = this.text.slice(0, position).concat(added, this.text.slice(position + gone));
    } else {
      this.text.splice(position, gone, ...added);
    }
    this.runs = spliced(this.runs, position, position + gone, runs);
    this.reached = Math.max(this.reached, this.step);
    if (this.step % this.every === 0 && !this.pictures.has(this.step)) {
      this.pictures.set(this.step, { text: this.text.join(""), runs: this.runs.slice() });
    }
  }
}

// Runs are flat: length, origin, length, origin.
function spliced(runs, start, stop, inserted) {
  const result = [];
  const put = (length, origin) => {
    if (length <= 0) return;
    const last = result.length - 2;
    if (last >= 0 && result[last + 1] === origin) result[last] += length;
    else result.push(length, origin);
  };
  let at = 0;
  let done = false;
  const insert = () => {
    for (let i = 0; i < inserted.length; i += 2) put(inserted[i], inserted[i + 1]);
    done = true;
  };
  for (let i = 0; i < runs.length; i += 2) {
    const end = at + runs[i];
    put(Math.min(end, start) - at, runs[i + 1]);
    if (!done && end >= start) insert();
    put(end - Math.max(at, stop), runs[i + 1]);
    at = end;
  }
  if (!done) insert();
  return result;
}

// Paragraphs as they are drawn: the pieces between blank lines, each with its runs.
function paragraphs(text, runs) {
  const found = [];
  let run = 0;
  let left = runs.length ? runs[0] : 0;
  let piece = { text: "", spans: [], start: 0 };
  let span = "";
  const close = () => {
    if (span) piece.spans.push([span, runs[run + 1]]);
    span = "";
  };
  for (let i = 0; i < text.length; i += 1) {
    span += text[i];
    left -= 1;
    const ends = text[i] === "\n" && (text[i + 1] !== "\n") && text[i - 1] === "\n";
    if (ends) {
      close();
      piece.key = JSON.stringify(piece.spans);
      piece.stop = i + 1;
      found.push(piece);
      piece = { text: "", spans: [], start: i + 1 };
    }
    if (left === 0) {
      close();
      run += 2;
      left = run < runs.length ? runs[run] : 0;
    }
  }
  close();
  piece.key = JSON.stringify(piece.spans);
  piece.stop = text.length;
  found.push(piece);
  return found;
}

function start() {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const film = new Film(data.steps);
  const filmMs = [];
  data.steps.forEach((step, i) => {
    const pause = i ? step[0] - data.steps[i - 1][0] : 0;
    filmMs.push((i ? filmMs[i - 1] : 0) + Math.min(Math.max(pause, 0), data.pause));
  });
  const kinds = { type: "typing", paste: "paste", cut: "cut", tool: "replacement", external: "changed by another program",
    import: "import", whose: "whose words", undo: "undo", redo: "redo", start: "the beginning" };
  const slider = byId("slider");
  slider.max = Math.max(0, data.steps.length - 1);
  let drawn = [];
  let playing = 0;
  let shown = -1;

  function draw(step) {
    if (!data.steps.length || step === shown) return;
    shown = step;
    film.at(step);
    const [wall, offset, kind, position, , inserted] = data.steps[step];
    const caret = kind === "start" ? -1 : position + Array.from(inserted).length;
    const pieces = paragraphs(film.text, film.runs);
    const page = byId("page");
    let low = 0;
    while (low < drawn.length && low < pieces.length && drawn[low].key === pieces[low].key) low += 1;
    let tail = 0;
    while (tail < Math.min(drawn.length, pieces.length) - low
      && drawn[drawn.length - 1 - tail].key === pieces[pieces.length - 1 - tail].key) tail += 1;
    for (let i = drawn.length - tail - 1; i >= low; i -= 1) page.children[i].remove();
    const after = page.children[low] || null;
    for (const piece of pieces.slice(low, pieces.length - tail)) page.insertBefore(element(piece), after);
    drawn = pieces;
    const now = page.querySelector(".now");
    if (now) now.classList.remove("now");
    const inside = pieces.findIndex((piece) => caret >= piece.start && caret < piece.stop);
    const here = inside < 0 && caret >= 0 ? pieces.length - 1 : inside;
    if (here >= 0) {
      page.children[here].classList.add("now");
      const box = page.children[here].getBoundingClientRect();
      if (box.top < byId("page").offsetTop || box.bottom > innerHeight) page.children[here].scrollIntoView({ block: "center" });
    }
    const when = new Date(wall + offset * 60000).toISOString().slice(0, 16).replace("T", " ");
    byId("caption").textContent = `${when} · step ${step + 1} of ${data.steps.length} · ${kinds[kind] || kind}`;
    slider.value = step;
    slider.setAttribute("aria-valuetext", byId("caption").textContent);
  }

  function element(piece) {
    const paragraph = document.createElement("p");
    for (const [words, number] of piece.spans) {
      const span = document.createElement("span");
      const origin = data.origins[number];
      span.className = origin.kind;
      if (origin.kind !== "typed") span.title = data.kinds[origin.kind] + (origin.actor ? ": " + origin.actor : "");
      span.textContent = words;
      paragraph.append(span);
    }
    return paragraph;
  }

  function stop() {
    if (playing) cancelAnimationFrame(playing);
    playing = 0;
    byId("play").textContent = "Play";
  }

  function play() {
    if (playing) return stop();
    let step = Number(slider.value);
    if (step >= data.steps.length - 1) step = 0;
    let at = filmMs[step];
    let before = performance.now();
    byId("play").textContent = "Pause";
    const tick = (time) => {
      at += Math.max(0, time - before) * Number(byId("speed").value);
      before = time;
      while (step < data.steps.length - 1 && filmMs[step + 1] <= at) step += 1;
      draw(step);
      if (step >= data.steps.length - 1) stop();
      else playing = requestAnimationFrame(tick);
    };
    playing = requestAnimationFrame(tick);
  }

  for (const kind of Object.keys(data.kinds)) {
    if (!data.origins.some((origin) => origin.kind === kind)) continue;
    const item = document.createElement("li");
    const sample = document.createElement("span");
    sample.className = kind;
    sample.textContent = data.kinds[kind];
    item.append(sample);
    byId("key").append(item);
  }
  for (const [number, words, step] of data.chapters) {
    const option = document.createElement("option");
    option.value = step;
    option.textContent = `¶${number} ${words}`;
    byId("chapters").append(option);
  }
  byId("chapters").addEventListener("change", (event) => {
    if (event.target.value !== "") { stop(); draw(Number(event.target.value)); }
  });
  slider.addEventListener("input", () => { stop(); draw(Number(slider.value)); });
  byId("play").addEventListener("click", play);
  draw(data.steps.length - 1);
}

if (typeof document !== "undefined") start();
