/* Search without a server: reads the index that sitegen wrote (docs/search.md), from file:// as from http.
   A classic script that loads classic scripts: no fetch, no modules, nothing from elsewhere. */
(function () {
"use strict";

/* ── Words: the same as site_gen/search/words.py; a test holds the two together ─────────────────────────────────── */

const SOLID = "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff" +
  "\uac00-\ud7af\uf900-\ufaff\u{20000}-\u{3ffff}";
const TOKEN = new RegExp(`([${SOLID}]+)|((?:(?![${SOLID}])[\\p{L}\\p{N}](?:(?![${SOLID}])\\p{M})*)+)`, "gu");
const LATIN = /^[a-z\u00e0-\u024f]+$/;
const LONGEST = 32, LONGEST_NAME = 64;

function fold(text) {
  return text.normalize("NFKC").toLowerCase().replaceAll("ß", "ss").replaceAll("ς", "σ");
}

function stem(word) {
  word = cut(word, LONGEST);
  if (word.length < 4 || !word.endsWith("s") || !LATIN.test(word)) return word;
  if (word.endsWith("ies")) return word.length < 5 || "ae".includes(word.at(-4)) ? word : word.slice(0, -3) + "y";
  if (/(?:ss|sh|ch|x|z)es$/.test(word)) return word.slice(0, -2);
  return "sui".includes(word.at(-2)) ? word : word.slice(0, -1);
}

function cut(text, length) {
  return text.length <= length ? text : Array.from(text).slice(0, length).join("");
}

function tokens(folded) {
  return Array.from(folded.matchAll(TOKEN), (match) => ({
    solid: match[1], word: match[2], at: match.index, end: match.index + match[0].length,
  }));
}

function pairsOf(solid) {
  const letters = Array.from(solid);
  return letters.slice(1).map((letter, at) => letters[at] + letter);
}

function terms(text, common = new Set()) {
  const found = [];
  let before = "";
  for (const token of tokens(fold(text))) {
    if (token.solid) {
      found.push(...pairsOf(token.solid), Array.from(token.solid).at(-1));
      before = "";
      continue;
    }
    const word = stem(token.word);
    found.push(word);
    if (common.has(before) && common.has(word)) found.push(before + " " + word);
    before = word;
  }
  return found;
}

/* ── Parts: scripts that hand over deflated bytes ───────────────────────────────────────────────────────────────── */

const box = document.getElementById("search");
const encoder = new TextEncoder(), decoder = new TextDecoder();
const loaded = new Map(), waiting = new Map();

function bytesFrom(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const letters = atob(base64), bytes = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at++) bytes[at] = letters.charCodeAt(at);
  return bytes;
}

window.searchPart = (name, base64) => {
  const inflating = new DecompressionStream("deflate-raw"), deflated = inflating.writable.getWriter();
  Promise.all([deflated.write(bytesFrom(base64)), deflated.close()]).catch(() => {}); // whoever reads is told
  waiting.get(name)?.(new Response(inflating.readable).arrayBuffer().then((buffer) => new Uint8Array(buffer)));
  waiting.delete(name);
};

/** The value of a part, read once by `read` from its bytes. */
function part(name, read) {
  if (!loaded.has(name)) loaded.set(name, bytesOf(name).then(read));
  return loaded.get(name);
}

function bytesOf(name) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    waiting.set(name, resolve);
    script.onload = script.onerror = () => {
      script.remove();
      if (!waiting.delete(name)) return; // it has handed its part over
      loaded.delete(name);
      reject(new Error(`search/${name}.js`));
    };
    script.src = `search/${name}.js?v=${box.dataset.version}`;
    document.head.append(script);
  });
}

const json = (bytes) => JSON.parse(decoder.decode(bytes));

const root = () => part("root", (bytes) => {
  const told = json(bytes);
  told.common = new Set(told.common.split(" "));
  told.long = new Map(Object.entries(told.long));
  told.blocks = [];
  told.years = [];
  let first = 0;
  for (const [bucket, counts] of told.buckets) {
    told.years.push([/^\d{4}/.test(bucket) ? Number(bucket.slice(0, 4)) : Infinity, first]);
    counts.forEach((count, number) => {
      told.blocks.push({ name: `t/${bucket}-${number}`, first });
      first += count;
    });
  }
  first = 0;
  told.maps = told.maps.map(([name, count]) => ({ name, first: (first += count) - count }));
  return told;
});

/** The place of the last element of a sorted list that does not come after what is sought; -1 if all do. */
function lastUpTo(list, comes) {
  let low = 0, high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comes(list[middle]) <= 0) low = middle + 1; else high = middle;
  }
  return low - 1;
}

/** Compare as Python sorts: by code points, where JavaScript would compare halves of pairs. */
function compare(one, other) {
  const end = Math.min(one.length, other.length);
  for (let at = 0; at < end; at++) {
    if (one[at] === other[at]) continue;
    const a = one.charCodeAt(at), b = other.charCodeAt(at);
    const pair = (unit) => unit >= 0xd800 && unit < 0xe000;
    return pair(a) !== pair(b) ? (pair(a) ? 1 : -1) : a - b;
  }
  return one.length - other.length;
}

/* ── Postings ───────────────────────────────────────────────────────────────────────────────────────────────────── */

/** The name of a term's own file: FNV-1a of its UTF-8, 32 bits. */
function nameOf(folder, term) {
  let state = 0x811c9dc5;
  for (const byte of encoder.encode(term)) state = Math.imul(state ^ byte, 0x01000193) >>> 0;
  return `${folder}/${state.toString(16).padStart(8, "0")}`;
}

function numbers(bytes) {
  let at = 0;
  return {
    at: () => at,
    more: () => at < bytes.length,
    next() {
      let value = 0, scale = 1, byte;
      do {
        byte = bytes[at++];
        value += (byte & 127) * scale;
        scale *= 128;
      } while (byte & 128);
      return value;
    },
    take(length) {
      at += length;
      return bytes.subarray(at - length, at);
    },
  };
}

/** A shard as its terms in order: {term, count, data}; a long list's data is in a file of its own. */
function readShard(bytes) {
  const reader = numbers(bytes), entries = [];
  let term = new Uint8Array(0);
  while (reader.more()) {
    const shared = reader.next(), added = reader.take(reader.next());
    const whole = new Uint8Array(shared + added.length);
    whole.set(term.subarray(0, shared));
    whole.set(added, shared);
    term = whole;
    const count = reader.next(), length = reader.next();
    entries.push({ term: decoder.decode(term), count, data: length ? reader.take(length) : null });
  }
  return entries;
}

const shard = (begins) => part(nameOf("i", begins), readShard);

/** The entries of a term, or of all terms that begin with it. */
async function entriesOf(term, asPrefix = false) {
  const { shards, long } = await root(), found = [];
  if (!asPrefix && long.has(term)) return [{ term, count: long.get(term), data: null }];
  for (let at = Math.max(0, lastUpTo(shards, (begins) => compare(begins, term))); at < shards.length; at++) {
    const entries = await shard(shards[at]);
    found.push(...entries.filter((entry) => (asPrefix ? entry.term.startsWith(term) : entry.term === term)));
    if (!asPrefix || !(shards[at + 1] ?? "").startsWith(term)) break;
  }
  return found;
}

const bytesOfList = (entry) => entry.data ?? part(nameOf("b", entry.term), (bytes) => bytes);

/** The posts of an entry as {ids, weights}. */
async function listOf(entry) {
  const reader = numbers(await bytesOfList(entry));
  const ids = new Uint32Array(entry.count), weights = new Uint8Array(entry.count);
  for (let at = 0, end = 0; at < entry.count; at++) {
    const posting = end + reader.next();
    weights[at] = posting & 3;
    ids[at] = posting >>> 2;
    end = (ids[at] + 1) * 4;
  }
  return { ids, weights };
}

/** The posts of any of several entries, each with its greatest weight. */
async function union(entries) {
  const lists = await Promise.all(entries.map(listOf));
  if (lists.length === 1) return lists[0];
  const marked = new Uint8Array((await root()).posts);
  for (const { ids, weights } of lists) {
    ids.forEach((id, at) => { marked[id] = Math.max(marked[id], weights[at] + 1); });
  }
  const ids = Uint32Array.from(positions(marked));
  return { ids, weights: Uint8Array.from(ids, (id) => marked[id] - 1) };
}

function* positions(marked) {
  for (let at = 0; at < marked.length; at++) if (marked[at]) yield at;
}

/* ── The question: what is typed and chosen, as needs ───────────────────────────────────────────────────────────── */

const TYPED = /([@#]?)"([^"]*)"?|([@#])(\S+)|([^"@#\s][^"\s]*)/gu;
const EXPANDED = 60; // words that a beginning stands for, unless it is marked with *

/** What is typed in its parts, typographic quotes and full-width letters made plain. */
function typedParts(question) {
  return Array.from(question.normalize("NFKC").replace(/[“”„«»「」『』]/g, '"').matchAll(TYPED));
}

/** A group is what must stand in one post: {needs, test, marks}. A need is one or more lists, any of which will do. */
function groupsOf(question, common) {
  const groups = [], named = { "@": [], "#": [] };
  const typed = typedParts(question), unfinished = !/\s$/.test(question);
  typed.forEach(([, sign, quoted, sign2, name, plain], place) => {
    if (sign || sign2) named[sign || sign2].push(quoted ?? name);
    else if (quoted !== undefined) groups.push(...phraseGroup(quoted, common));
    else groups.push(...plainGroups(plain, place === typed.length - 1 && unfinished));
  });
  return { groups, named };
}

function plainGroups(text, isLast) {
  const folded = fold(text), found = tokens(folded);
  return found.map((token, place) => {
    if (token.solid) return solidGroup(token.solid);
    const starred = folded[token.end] === "*", typing = isLast && place === found.length - 1 && token.end === folded.length;
    return wordGroup(token.word, starred, typing && Array.from(token.word).length > 2);
  });
}

function solidGroup(solid) {
  const letters = Array.from(solid);
  const needs = letters.length === 1 ? [{ character: solid }] : pairsOf(solid).map((term) => ({ term }));
  return { needs, exact: letters.length > 2, test: (folded) => folded.includes(solid), marks: [{ solid }] };
}

function wordGroup(word, starred, typing) {
  const stemmed = stem(word), prefix = starred || typing ? cut(word, LONGEST) : null;
  const test = (folded) => tokens(folded).some((token) => token.word && isWord(token.word, stemmed, prefix));
  return { needs: [{ term: stemmed, prefix, starred }], exact: false, test, marks: [{ stemmed, prefix }] };
}

function isWord(word, stemmed, prefix) {
  return stem(word) === stemmed || (prefix !== null && word.startsWith(prefix));
}

function phraseGroup(quoted, common) {
  const phrase = fold(quoted).trim().replace(/\s+/g, " ");
  const found = terms(phrase, common), pairs = found.filter((term) => term.includes(" "));
  const held = tokens(phrase);
  const singles = held.filter((token) => token.solid && Array.from(token.solid).length === 1);
  const ends = new Set(held.filter((token) => token.solid).map((token) => Array.from(token.solid).at(-1)));
  const needs = [...new Set(found)].filter((term) => !ends.has(term) || pairs.includes(term)).map((term) => ({ term }));
  if (!needs.length && singles.length) needs.push({ character: singles[0].solid });
  if (!needs.length) return [];
  return [{ needs, exact: true, test: (folded) => hasPhrase(folded, phrase), marks: [{ phrase }] }];
}

const WORDY = new RegExp(`(?![${SOLID}])[\\p{L}\\p{N}\\p{M}]`, "u");

/** Whether a text holds a phrase, not in the middle of a word. */
function hasPhrase(folded, phrase) {
  const text = folded.replace(/\s+/g, " ");
  for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) {
    const before = Array.from(text.slice(Math.max(0, at - 2), at)).at(-1) ?? "", after = text.slice(at + phrase.length);
    const first = String.fromCodePoint(phrase.codePointAt(0)), last = Array.from(phrase.slice(-2)).at(-1);
    const inWord = (one, other) => WORDY.test(one) && WORDY.test(other);
    if (!inWord(before, first) && !(after && inWord(last, String.fromCodePoint(after.codePointAt(0))))) return true;
  }
  return false;
}

/** A need with its entries and how many posts they have at most. */
async function looked(need, group) {
  const entries = await entriesFor(need);
  return { ...need, group, entries, count: entries.reduce((sum, entry) => sum + entry.count, 0) };
}

async function entriesFor(need) {
  if (need.terms) return (await Promise.all(need.terms.map((term) => entriesOf(term)))).flat();
  if (need.character) {
    const whole = await entriesOf(need.character + "*");
    return whole.length ? whole : entriesOf(need.character, true);
  }
  if (need.name) {
    const exact = await entriesOf(need.name);
    return exact.length ? exact : entriesOf(need.name, true);
  }
  const exact = await entriesOf(need.term);
  return need.prefix ? [...exact, ...(await begunBy(need, exact))] : exact;
}

/** The other words that begin like one: all if it is marked with *, else the most frequent whose lists are short. */
async function begunBy(need, exact) {
  const known = new Set(exact.map((entry) => entry.term));
  const singular = /ie?$/.test(need.prefix) ? await entriesOf(need.prefix.replace(/ie?$/, "y")) : [];
  const found = [...(await entriesOf(need.prefix, true)), ...singular]
    .filter((entry) => !known.has(entry.term) && !entry.term.includes(" "));
  if (need.starred) return found;
  return found.filter((entry) => entry.data || !exact.length).sort((a, b) => b.count - a.count).slice(0, EXPANDED);
}

/* ── The answer ─────────────────────────────────────────────────────────────────────────────────────────────────── */

const WORTH = [0.2, 0.4, 0.6, 0.85]; // of the four weights
const RECENT = 0.1; // what the newest post counts more than the oldest
const FEW = 60; // posts: so few are checked against their texts sooner than a long list is loaded
const AHEAD = 3; // lists that are loaded together
const AT_ONCE = 10, AT_MOST = 40; // posts read together, and in all before the reader is asked

/**
 * Ask the index. `filters`: {boards: [[page, …]], author, from, to, flags: [], sort: "relevance" | "new" | "old"}.
 * The answer is {total, exact, next, threads}: how many posts at most, whether these are all checked, a function that
 * gives the next of them, and one that gives threads whose posts hold the words together.
 */
async function find(question, filters = {}) {
  const told = await root();
  const { groups, named } = groupsOf(question, told.common);
  const kept = filterNeeds(filters, named);
  const needs = await Promise.all([
    ...groups.flatMap((group) => group.needs.map((need) => looked(need, group))),
    ...kept.map((need) => looked(need, null)),
  ]);
  const range = yearRange(told, filters);
  const ask = (some) => together(some, range, told.posts);
  const found = needs.length && groups.length + kept.length ? await ask(needs) : { ids: [], score: [], unsure: [] };
  const tests = testsOf(groups, found.unsure);
  const ids = ordered(found, filters.sort, told.posts);
  return answer(ids, tests, groups, () => inThreads(needs, groups, ask, told));
}

function filterNeeds(filters, named) {
  const authors = [...named["@"], ...(filters.author ? [filters.author] : [])].map((name) => cut(fold(name), LONGEST_NAME));
  return [
    ...authors.map((name) => ({ name: "@" + name, row: (row, names) => names.has("@" + cut(fold(row.author), LONGEST_NAME)) })),
    ...(filters.boards ?? []).map((pages) => ({
      terms: pages.map((page) => "#" + page), row: (row) => pages.includes(row.board),
    })),
    ...(filters.flags ?? []).map((flag) => ({ term: "~" + flag, row: (row) => row.flags.includes(flag) })),
  ];
}

function yearRange(told, { from, to }) {
  if (!from && !to) return [0, told.posts];
  const first = (year) => told.years.find(([start]) => start >= year)?.[1] ?? told.posts;
  return [first(from || 0), first(to ? Number(to) + 1 : 10_000)];
}

/** The posts that fill every need: {ids, score, unsure}. Short lists first; once few posts are left long ones are not loaded. */
async function together(needs, [first, end], posts) {
  const score = new Float32Array(posts), filled = new Uint8Array(posts), unsure = [];
  let ids = null, step = 0;
  if (needs.some((need) => !need.count)) return { ids: [], score, unsure };
  const inOrder = [...needs].sort((a, b) => a.count - b.count);
  for (const [place, need] of inOrder.entries()) {
    const few = (ids?.length ?? need.count) <= FEW;
    if (place % AHEAD === 0 && !few) inOrder.slice(place, place + AHEAD).forEach((other) => other.entries.forEach(bytesOfList));
    if (ids && ids.length <= FEW && need.entries.some((entry) => !entry.data)) {
      unsure.push(need);
      continue;
    }
    const list = await union(need.entries), rarity = Math.log(1 + posts / need.count), next = [];
    list.ids.forEach((id, at) => {
      if (filled[id] !== step || id < first || id >= end) return;
      filled[id] = step + 1;
      if (need.group) score[id] += (rarity * WORTH[list.weights[at]]) / need.group.needs.length;
      next.push(id);
    });
    ids = next;
    step += 1;
    if (!ids.length) break;
  }
  return { ids, score, unsure };
}

function ordered({ ids, score }, sort, posts) {
  if (sort === "old") return Array.from(ids).sort((a, b) => a - b);
  if (sort === "new") return Array.from(ids).sort((a, b) => b - a);
  // Worth and number in one number: of equal worth the newer first, and no comparing function for very many posts.
  const worth = (id) => Math.round(score[id] * (1 + (RECENT * id) / posts) * 1000);
  return Array.from(Float64Array.from(ids, (id) => worth(id) * posts + id).sort(), (both) => both % posts).reverse();
}

/** What must still be looked for in the texts: phrases and runs, and the lists that were not loaded. */
function testsOf(groups, unsure) {
  const exact = new Set([...groups.filter((group) => group.exact), ...unsure.map((need) => need.group).filter(Boolean)]);
  const rows = unsure.filter((need) => need.row).map((need) => {
    const names = new Set(need.entries.map((entry) => entry.term));
    return (row) => need.row(row, names);
  });
  return [...Array.from(exact, (group) => (row) => holds(row, group)), ...rows];
}

function holds(row, group) {
  row.folded ??= fold(row.text);
  return group.test(row.folded) || (row.n === 1 && group.test(fold(row.title)));
}

function answer(ids, tests, groups, threads) {
  let at = 0, dropped = 0;
  const marks = groups.flatMap((group) => group.marks);
  return {
    marks,
    threads,
    get total() { return ids.length - dropped; },
    get exact() { return !tests.length || at >= ids.length; },
    get more() { return at < ids.length; },
    async next(wanted = AT_ONCE, most = AT_MOST) {
      const hits = [];
      for (let read = 0; read < most && hits.length < wanted && at < ids.length;) {
        const missing = wanted - hits.length, held = read ? hits.length / read : 1; // held: of the posts read so far
        const enough = Math.min(Math.ceil(missing / held), Math.max(AT_ONCE, missing));
        const rows = await Promise.all(ids.slice(at, at + enough).map(rowOf));
        for (const row of rows) {
          at += 1;
          if (tests.every((test) => test(row))) hits.push(row); else dropped += 1;
          if (hits.length === wanted) break;
        }
        read += rows.length;
      }
      return hits;
    },
  };
}

/** A post as it is shown: its texts and its place in the site. */
async function rowOf(id) {
  const told = await root();
  const { name, first } = told.blocks[lastUpTo(told.blocks, (block) => block.first - id)];
  const block = await part(name, json), at = id - first, n = block.n[at];
  const [thread, title, boardName, board] = block.threads[block.thread[at]];
  const page = Math.floor((n - 1) / told.cap) + 1;
  return {
    id, n, thread, title, boardName, board,
    href: `threads/${thread}${page > 1 ? `-${page}` : ""}.html#${block.anchor[at] || `n${n}`}`,
    author: block.author[at], date: block.date[at], flags: block.flags[at].split(" "), text: block.text[at],
  };
}

/* ── Threads that hold all words, in different posts ────────────────────────────────────────────────────────────── */

const THREADS = 10, TRIES = 3; // threads shown, and posts of each that are looked at for one word

async function inThreads(needs, groups, ask, told) {
  if (groups.length < 2) return [];
  const kept = needs.filter((need) => !need.group);
  const lists = await Promise.all(groups.map((group) => ask([...needs.filter((need) => need.group === group), ...kept])));
  if (lists.some((list) => !list.ids.length)) return [];
  const places = lists.map((_, at) => at).sort((a, b) => lists[a].ids.length - lists[b].ids.length);
  let threads = null;
  for (const place of places) {
    const byThread = new Map();
    for (const [id, thread] of await threadsOf(lists[place].ids, told)) {
      if (threads && !threads.has(thread)) continue;
      if (!byThread.has(thread)) byThread.set(thread, threads ? threads.get(thread) : new Map());
      const held = byThread.get(thread);
      if (!held.has(place)) held.set(place, []);
      held.get(place).push(id);
    }
    threads = byThread;
  }
  return shownThreads(threads, lists, groups);
}

async function shownThreads(threads, lists, groups) {
  const best = (held, place) => held.get(place).sort((a, b) => lists[place].score[b] - lists[place].score[a]);
  const worth = (held) => lists.reduce((sum, list, place) => sum + list.score[best(held, place)[0]], 0);
  const ranked = Array.from(threads.values()).sort((a, b) => worth(b) - worth(a));
  const shown = [];
  for (const held of ranked.slice(0, 2 * THREADS)) {
    const rows = await Promise.all(groups.map((group, place) => firstThatHolds(best(held, place), group, lists[place].unsure)));
    if (rows.every(Boolean)) shown.push([...new Set(rows)]);
    if (shown.length === THREADS) break;
  }
  return shown;
}

async function firstThatHolds(ids, group, unsure) {
  const tests = testsOf([group], unsure);
  for (const id of ids.slice(0, TRIES)) {
    const row = await rowOf(id);
    if (tests.every((test) => test(row))) return row;
  }
  return null;
}

/** [post, thread] of each post. */
async function threadsOf(ids, told) {
  const mapOf = (id) => told.maps[lastUpTo(told.maps, (map) => map.first - id)];
  const needed = [...new Set(ids.map(mapOf))];
  const read = new Map(await Promise.all(needed.map(async (map) => [map, await part(map.name, json)])));
  return ids.map((id) => {
    const map = mapOf(id), { threads, of } = read.get(map);
    return [id, threads[of[id - map.first]]];
  });
}

/* ── Snippets ───────────────────────────────────────────────────────────────────────────────────────────────────── */

const BEFORE = 50, SHOWN = 240; // characters of a snippet: before the first mark, and in all

/** A stretch of the text around its first mark, as [text, is marked] in order. */
function snippet(text, marks) {
  const at = firstMark(text, marks);
  let from = Math.max(0, at - BEFORE);
  const space = text.slice(from, at).search(/\s/);
  if (from && space >= 0 && space < 20) from += space + 1;
  const piece = text.slice(from, from + SHOWN).replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, "");
  return [[from ? "… " : "", false], ...marked(piece, marks), [from + SHOWN < text.length ? " …" : "", false]];
}

function firstMark(text, marks) {
  const folded = fold(text), scale = text.length / (folded.length || 1);
  const found = marks.map((mark) => placesOf(folded, mark).next().value?.[0] ?? Infinity);
  const first = Math.min(...found);
  return Number.isFinite(first) ? Math.floor(first * scale) : 0;
}

/** [start, end] of each place where a mark stands. */
function* placesOf(folded, { solid, phrase, stemmed, prefix }) {
  const whole = solid ?? phrase;
  if (whole) {
    for (let at = folded.indexOf(whole); at >= 0; at = folded.indexOf(whole, at + whole.length)) yield [at, at + whole.length];
    return;
  }
  for (const match of folded.matchAll(TOKEN)) {
    if (match[2] && isWord(match[2], stemmed, prefix)) yield [match.index, match.index + match[0].length];
  }
}

function marked(piece, marks) {
  const origin = [];
  let folded = "", place = 0;
  for (const letter of piece) {
    const one = fold(letter);
    for (let unit = 0; unit < one.length; unit++) origin.push(place);
    folded += one;
    place += letter.length;
  }
  origin.push(place);
  const isMarked = new Uint8Array(piece.length);
  for (const mark of marks) {
    for (const [start, end] of placesOf(folded, mark)) isMarked.fill(1, origin[start], Math.max(origin[end], origin[end - 1] + 1));
  }
  const runs = [];
  for (let at = 0, start = 0; at < piece.length; at++) {
    if (at + 1 < piece.length && isMarked[at + 1] === isMarked[at]) continue;
    runs.push([piece.slice(start, at + 1), Boolean(isMarked[start])]);
    start = at + 1;
  }
  return runs;
}

/* ── The page ───────────────────────────────────────────────────────────────────────────────────────────────────── */

const API = { find, fold, stem, terms, snippet };
window.archiveSearch = API;
if (!box) return;

const control = (name) => box.querySelector(`[name="${name}"]`);
const field = control("q"), status = document.getElementById("status"), list = document.getElementById("results");
const more = document.getElementById("more"), says = box.dataset;
// Dates and numbers as on the other pages: English with the day first, European digits in every language.
const language = document.documentElement.lang.replace(/^en$/, "en-GB") + "-u-nu-latn";
const PAUSE = 180; // ms without a key before what is typed is looked for
let asked = 0, timer = 0;

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  made.append(...children);
  return made;
}

function dateOf(iso) {
  const day = /^(\d{4})-(\d\d)-(\d\d)/.exec(iso);
  if (!day) return iso;
  const date = new Date(Date.UTC(day[1], day[2] - 1, day[3]));
  return new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(date);
}

function bylineOf(row) {
  const facts = [row.author || says.noAuthor, row.date ? dateOf(row.date) : says.noDate, row.boardName];
  return element("p", { class: "facts" }, ...facts.filter(Boolean).map((fact) => element("span", {}, fact)));
}

function withMarks(runs) {
  return runs.map(([text, isMarked]) => (isMarked ? element("mark", {}, text) : text));
}

function hit(rows, marks) {
  const [first, ...others] = rows;
  const title = element("a", { href: first.href, dir: "auto" }, ...withMarks(marked(first.title || says.untitled, marks)));
  const made = element("li", {}, element("h2", {}, title), ...textOf(first, marks));
  others.forEach((row) => made.append(...textOf(row, marks, row.href)));
  return made;
}

function textOf(row, marks, href) {
  const words = withMarks(snippet(row.text, marks));
  const text = href ? [element("a", { href, class: "there" }, ...words)] : words;
  return [element("p", { class: "found", dir: "auto" }, ...text), bylineOf(row)];
}

/** What is asked: the words and the filters, from the box. */
function chosen() {
  const value = (name) => control(name)?.value.trim() ?? "";
  const flags = Array.from(box.querySelectorAll("input[name=flag]:checked"), (box) => box.value);
  return { q: value("q"), board: value("board"), author: value("author"), from: value("from"), to: value("to"),
    flag: flags.join(" "), sort: value("sort") };
}

function fill(state) {
  for (const name of ["q", "board", "author", "from", "to", "sort"]) {
    const one = control(name);
    if (one) one.value = state[name] ?? (name === "sort" ? "relevance" : "");
  }
  const flags = (state.flag ?? "").split(" ");
  box.querySelectorAll("input[name=flag]").forEach((box) => { box.checked = flags.includes(box.value); });
  if (["board", "author", "from", "to", "flag"].some((name) => state[name])) box.querySelector("details").open = true;
}

function fromAddress() {
  return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
}

function toAddress(state) {
  const stated = Object.entries(state).filter(([name, value]) => value && !(name === "sort" && value === "relevance"));
  const hash = "#" + new URLSearchParams(stated);
  if (hash !== location.hash && (stated.length || location.hash)) history.replaceState(null, "", hash);
}

/** The pages of a board and of those below it, by its page or by its name. */
function boardsOf(wanted) {
  const options = Array.from(control("board")?.options ?? []).slice(1);
  const sought = fold(wanted);
  const found = options.filter((option) => option.value === wanted || fold(option.dataset.name).startsWith(sought));
  const exact = found.filter((option) => option.value === wanted || fold(option.dataset.name) === sought);
  return (exact.length ? exact : found).flatMap((option) => {
    const below = options.slice(options.indexOf(option) + 1);
    const end = below.findIndex((other) => Number(other.dataset.depth) <= Number(option.dataset.depth));
    return [option, ...(end < 0 ? below : below.slice(0, end))].map((one) => one.value);
  });
}

function filtersOf(state) {
  const typed = typedParts(state.q).filter(([, sign, , sign2]) => (sign || sign2) === "#");
  const boards = [...typed.map(([, , quoted, , name]) => quoted ?? name), ...(state.board ? [state.board] : [])];
  return { boards: boards.map(boardsOf), author: state.author, from: Number(state.from) || 0, to: Number(state.to) || 0,
    flags: state.flag ? state.flag.split(" ") : [], sort: state.sort };
}

async function search() {
  clearTimeout(timer);
  const state = chosen(), turn = ++asked;
  toAddress(state);
  if (!state.q && !state.author && !state.board && !state.flag) {
    show([], "");
    return;
  }
  box.setAttribute("aria-busy", "true");
  try {
    const answered = await find(state.q, filtersOf(state));
    const hits = await answered.next();
    if (turn !== asked) return;
    show(hits.map((row) => hit([row], answered.marks)), saying(answered, hits));
    more.hidden = !answered.more;
    more.onclick = () => showMore(answered, turn);
    if (!answered.more && hits.length < AT_ONCE / 2) await showThreads(answered, hits, turn);
  } catch (error) {
    if (turn === asked) show([], says.broken.replace("%(what)s", error.message));
  } finally {
    if (turn === asked) box.removeAttribute("aria-busy");
  }
}

function saying(answered, hits) {
  if (!answered.total || (!hits.length && !answered.more)) return says.none;
  return (answered.exact ? says.found : says.upTo).replace("%(count)s", answered.total.toLocaleString(language));
}

function show(entries, said) {
  list.replaceChildren(...entries);
  status.textContent = said;
  more.hidden = true;
}

async function showMore(answered, turn) {
  const hits = await answered.next();
  if (turn !== asked) return;
  const entries = hits.map((row) => hit([row], answered.marks));
  list.append(...entries);
  status.textContent = saying(answered, hits);
  more.hidden = !answered.more;
  entries[0]?.querySelector("a").focus();
}

async function showThreads(answered, hits, turn) {
  const shown = new Set(hits.map((row) => row.thread));
  const threads = (await answered.threads()).filter(([row]) => !shown.has(row.thread));
  if (turn !== asked || !threads.length) return;
  list.append(...threads.map((rows) => hit(rows, answered.marks)));
  status.textContent = [hits.length ? status.textContent : "", says.threads.replace("%(count)s", threads.length)].join(" ").trim();
}

/* ── Keys ───────────────────────────────────────────────────────────────────────────────────────────────────────── */

function onKey(event) {
  const typing = event.target.matches("input, select, textarea");
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter" && event.target.matches("#search input")) {
    search();
  } else if (event.key === "/" && !typing) {
    event.preventDefault();
    field.select();
  } else if (event.key === "Escape" && list.contains(event.target)) {
    field.focus();
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && (event.target === field || list.contains(event.target))) {
    step(event, event.key === "ArrowDown" ? 1 : -1);
  }
}

function step(event, by) {
  const stops = [field, ...list.querySelectorAll("a")];
  const next = stops[stops.indexOf(event.target) + by];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

field.addEventListener("compositionend", search);
control("go").addEventListener("click", search);
box.addEventListener("input", (event) => {
  if (event.isComposing) return;
  clearTimeout(timer);
  timer = setTimeout(search, PAUSE);
});
window.addEventListener("hashchange", () => {
  fill(fromAddress());
  search();
});
document.addEventListener("keydown", onKey);
document.getElementById("search-off").hidden = true;
box.hidden = false;
fill(fromAddress());
if (location.hash.length > 1) search(); else field.focus();
})();
