"use strict";
// The draft as a film: each step replaces some of the text, and says whose the new characters are. Folding begins at the
// nearest picture, one of which is kept every so many steps. Places count code points, as in the program.
//
// The text lies in chunks, each with the origin of every character. A picture is a list of chunks; a chunk that is in a
// picture is copied before it is changed. So a step costs the same in a draft of any length, and a picture next to nothing.
class Film {
  constructor(steps, every = 250, size = 512, most = 4000000) {
    this.steps = steps;
    this.every = every;
    this.size = size;
    this.most = most; // chunks in all pictures together, before every other picture is let go
    this.kept = 0;
    this.pictures = new Map();
    this.chunks = [chunk([], [])];
    this.step = -1;
    this.reached = -1;
  }
  get text() {
    return [].concat(...this.chunks.map((one) => one.text));
  }
  get origins() {
    return [].concat(...this.chunks.map((one) => one.origins));
  }
  at(step) {
    let nearest = Math.min(step, this.reached) - (Math.min(step, this.reached) % this.every);
    if (!(nearest <= this.step && this.step <= step)) {
      while (nearest >= 0 && !this.pictures.has(nearest)) nearest -= this.every;
      this.chunks = nearest >= 0 ? this.pictures.get(nearest).slice() : [chunk([], [])];
      this.step = nearest >= 0 ? nearest : -1;
    }
    while (this.step < step) this.forward();
    return this;
  }
  forward() {
    this.step += 1;
    const [, , , position, removed, inserted, runs] = this.steps[this.step];
    const gone = removed < 0 ? this.chunks.reduce((sum, one) => sum + one.text.length, 0) : removed;
    const whose = [];
    for (let i = 0; i < runs.length; i += 2) for (let n = runs[i]; n > 0; n -= 1) whose.push(runs[i + 1]);
    this.replace(position, gone, Array.from(inserted), whose);
    this.reached = Math.max(this.reached, this.step);
    if (this.step % this.every === 0 && !this.pictures.has(this.step)) this.keep();
  }
  replace(position, gone, letters, whose) {
    let low = 0;
    let start = position;
    for (; low < this.chunks.length - 1 && start > this.chunks[low].text.length; low += 1) start -= this.chunks[low].text.length;
    let high = low;
    let stop = start + gone;
    for (; high < this.chunks.length - 1 && stop > this.chunks[high].text.length; high += 1) stop -= this.chunks[high].text.length;
    const first = this.chunks[low];
    const last = this.chunks[high];
    const few = low === high && first.text.length - gone + letters.length <= 2 * this.size && letters.length <= this.size;
    if (few && !first.shared) {
      first.text.splice(start, gone, ...letters);
      first.origins.splice(start, gone, ...whose);
      return;
    }
    const text = first.text.slice(0, start).concat(letters, last.text.slice(stop));
    const origins = first.origins.slice(0, start).concat(whose, last.origins.slice(stop));
    const fresh = [];
    for (let i = 0; few ? i < 1 : i < text.length; i += this.size) {
      const end = few ? text.length : i + this.size;
      fresh.push(chunk(text.slice(i, end), origins.slice(i, end)));
    }
    this.chunks = this.chunks.slice(0, low).concat(fresh, this.chunks.slice(high + 1));
    if (!this.chunks.length) this.chunks = [chunk([], [])];
  }
  keep() {
    for (const one of this.chunks) one.shared = true;
    this.pictures.set(this.step, this.chunks.slice());
    this.kept += this.chunks.length;
    if (this.kept <= this.most || this.pictures.size < 3) return;
    this.every *= 2;
    for (const step of [...this.pictures.keys()]) if (step % this.every) this.pictures.delete(step);
    this.kept = [...this.pictures.values()].reduce((sum, one) => sum + one.length, 0);
  }
}

function chunk(text, origins) {
  return { text, origins, shared: false };
}

// Paragraphs as they are drawn: the pieces between blank lines, each with its words by origin.
function paragraphs(text, origins) {
  const found = [];
  let piece = { spans: [], start: 0 };
  let span = "";
  const close = (stop) => {
    if (span) piece.spans.push([span, origins[stop - 1]]);
    span = "";
  };
  const end = (stop) => {
    close(stop);
    piece.key = JSON.stringify(piece.spans);
    piece.stop = stop;
    found.push(piece);
    piece = { spans: [], start: stop };
  };
  for (let i = 0; i < text.length; i += 1) {
    if (i && origins[i] !== origins[i - 1]) close(i);
    span += text[i];
    if (text[i] === "\n" && text[i + 1] !== "\n" && text[i - 1] === "\n") end(i + 1);
  }
  end(text.length);
  return found;
}

// What nobody sees, or what would turn the line round, is shown by a sign.
function seen(words, data) {
  return words.replace(new RegExp(`[${data.odd}]`, "g"), data.sign);
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
    const pieces = paragraphs(film.text, film.origins);
    const page = byId("page");
    let low = 0;
    while (low < drawn.length && low < pieces.length && drawn[low].key === pieces[low].key) low += 1;
    let tail = 0;
    while (tail < Math.min(drawn.length, pieces.length) - low
      && drawn[drawn.length - 1 - tail].key === pieces[pieces.length - 1 - tail].key) tail += 1;
    if (drawn.length === pieces.length) {
      for (let i = low; i < pieces.length - tail; i += 1) {
        if (drawn[i].key !== pieces[i].key) page.children[i].replaceWith(element(pieces[i]));
      }
    } else {
      for (let i = drawn.length - tail - 1; i >= low; i -= 1) page.children[i].remove();
      const after = page.children[low] || null;
      for (const piece of pieces.slice(low, pieces.length - tail)) page.insertBefore(element(piece), after);
    }
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
      span.textContent = seen(words, data);
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
  // A slider that is dragged tells more places than can be drawn: once a picture of the screen, the newest one.
  let waiting = 0;
  slider.addEventListener("input", () => {
    stop();
    if (!waiting) waiting = requestAnimationFrame(() => { waiting = 0; draw(Number(slider.value)); });
  });
  byId("play").addEventListener("click", play);
  draw(data.steps.length - 1);
}

if (typeof document !== "undefined") start();
