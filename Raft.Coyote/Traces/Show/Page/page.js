/* The page: the chosen event, and all the ways to choose another one. */

const timeline = byId('timeline');
let current = 0;
let drawnRows = { first: 0, last: -1 };
let timer = null;
let linkTimer = null;

/* The events in view, and some around them, so that scrolling shows what is there already. */
function rowsAround() {
  const { scrollTop, clientHeight } = timeline;
  const around = clientHeight * (geometry.rowHeight < lowestText ? 0.4 : 1);
  return {
    first: clamp(Math.floor((scrollTop - around) / geometry.rowHeight), 1, Math.max(1, eventCount)),
    last: clamp(Math.ceil((scrollTop + clientHeight + around) / geometry.rowHeight), 0, eventCount),
  };
}

function isInViewDrawn() {
  const first = Math.floor(timeline.scrollTop / geometry.rowHeight);
  const last = Math.ceil((timeline.scrollTop + timeline.clientHeight) / geometry.rowHeight);
  return Math.max(1, first) >= drawnRows.first && Math.min(eventCount, last) <= drawnRows.last;
}

function drawStory() {
  drawnRows = rowsAround();
  drawDiagram(drawnRows.first, drawnRows.last);
  drawRows(drawnRows.first, drawnRows.last, current, search.query);
  chooseInStory();
}

function chooseInStory() {
  chooseInDiagram(current);
  chooseInRows(current);
}

/* Where all that is in view is drawn already, another choice only changes its looks; unless it decides which lines have room. */
function showChoice() {
  if (isInViewDrawn() && geometry.rowHeight >= lowestText) {
    chooseInStory();
  } else {
    drawStory();
  }
}

/* Keeps the chosen event away from the edges of the view. */
function scrollToCurrent() {
  const y = geometry.y(current);
  const margin = Math.min(timeline.clientHeight * 0.25, 160);
  const isNear = y > timeline.scrollTop - timeline.clientHeight && y < timeline.scrollTop + 2 * timeline.clientHeight;
  if (!isNear) {
    timeline.scrollTop = y - timeline.clientHeight / 2;
  } else if (y < timeline.scrollTop + margin) {
    timeline.scrollTop = y - margin;
  } else if (y > timeline.scrollTop + timeline.clientHeight - margin) {
    timeline.scrollTop = y - timeline.clientHeight + margin;
  }
}

/* The chosen event in full, for screen readers too; but not when the list of events says it already, nor while it plays. */
function drawMoment() {
  const event = current > 0 ? eventAt(current) : null;
  byId('now').setAttribute('aria-live', timer !== null || document.activeElement === timeline ? 'off' : 'polite');
  byId('now').replaceChildren(html('span', { class: 'number' }, `#${current}`), ` ${event?.text ?? 'nothing happened yet'}`,
    ...(event?.order ? [html('span', { class: 'order' }, ` In this order: ${event.order.join(', ')}`)] : []));
  byId('position').value = current;
  byId('position').setAttribute('aria-valuetext', `event ${current} of ${eventCount}`);
  byId('count').textContent = `${current} / ${eventCount}`;
  byId('found').textContent = foundText(current);
  drawHeads(current);
  drawServers(current);
}

function choose(number) {
  current = eventCount === 0 ? 0 : clamp(number, 1, eventCount);
  scrollToCurrent();
  showChoice();
  drawMoment();
  clearTimeout(linkTimer);
  linkTimer = setTimeout(link, 200);
}

/* The address names the chosen event; not at each step, for browsers allow only so many changes of it. */
function link() {
  if (current > 0 && location.hash !== `#e${current}`) {
    history.replaceState(null, '', `#e${current}`);
  }
}

/* Fits all to the window; what was in view stays in view. */
function layOut() {
  const atTop = timeline.scrollTop / geometry.rowHeight;
  const isCurrentSeen = isSeen(geometry.y(current));
  geometry.fit(timeline.clientWidth);
  byId('canvas').style.height = `${(eventCount + 2) * geometry.rowHeight}px`;
  timeline.scrollTop = atTop * geometry.rowHeight;
  if (isCurrentSeen) {
    scrollToCurrent();
  }
  drawOverview(search.matches);
  drawStory();
  drawMoment();
}

function isSeen(y) {
  return y >= timeline.scrollTop && y <= timeline.scrollTop + timeline.clientHeight;
}

function zoom(step) {
  geometry.zoom = step === 0 ? normalZoom : clamp(geometry.zoom + step, 0, rowHeights.length - 1);
  layOut();
  timeline.scrollTop = geometry.y(current) - timeline.clientHeight / 2;
  drawStory();
}

function pause() {
  clearInterval(timer);
  timer = null;
  showPlaying(false);
}

function showPlaying(isPlaying) {
  byId('play').setAttribute('aria-label', isPlaying ? 'Pause' : 'Play');
  byId('play').classList.toggle('playing', isPlaying);
}

function playOn() {
  if (current >= eventCount) {
    pause();
  } else {
    choose(current + 1);
  }
}

function play() {
  if (timer !== null) {
    pause();
    return;
  }
  if (current >= eventCount) {
    choose(1);
  }
  timer = setInterval(playOn, Number(byId('speed').value));
  showPlaying(true);
}

function goToMatch(isForward) {
  const number = nextMatch(current, isForward);
  if (number !== null) {
    choose(number);
  }
}

function goToNotable(isForward) {
  const after = notable[firstWhere(notable, number => number > current)];
  const before = notable[firstWhere(notable, number => number >= current) - 1];
  choose((isForward ? after : before) ?? current);
}

const deeds = {
  first: () => choose(1),
  last: () => choose(eventCount),
  back: () => choose(current - 1),
  forward: () => choose(current + 1),
  farBack: () => choose(current - 10),
  farForward: () => choose(current + 10),
  play,
  nextMatch: () => goToMatch(true),
  previousMatch: () => goToMatch(false),
  nextNotable: () => goToNotable(true),
  previousNotable: () => goToNotable(false),
  zoomIn: () => zoom(1),
  zoomOut: () => zoom(-1),
  zoomBack: () => zoom(0),
  search: () => byId('query').focus(),
  help: () => byId('help').showModal(),
};

const keys = {
  ArrowRight: 'forward', ArrowDown: 'forward', j: 'forward',
  ArrowLeft: 'back', ArrowUp: 'back', k: 'back',
  Home: 'first', End: 'last', PageDown: 'farForward', PageUp: 'farBack',
  ']': 'nextNotable', '[': 'previousNotable',
  ' ': 'play', '/': 'search', n: 'nextMatch', p: 'previousMatch',
  '+': 'zoomIn', '=': 'zoomIn', '-': 'zoomOut', 0: 'zoomBack', '?': 'help',
};

/* What an element does with a key of its own stays its own. */
function isForElement(event) {
  const target = event.target;
  const isTyped = target.matches('input[type=search], select, dialog, dialog *');
  const isPressed = target.matches('button, summary, a') && [' ', 'Enter'].includes(event.key);
  return isTyped || isPressed || (target.id === 'position' && event.key.startsWith('Arrow'));
}

function onKey(event) {
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
  const deed = keys[event.key];
  if (event.key === 'Enter' && event.shiftKey && event.target.id === 'query') {
    event.preventDefault();
    goToMatch(false);
  } else if (isPlain && deed && !isForElement(event)) {
    event.preventDefault();
    deeds[deed]();
  } else if (event.key === 'Escape' && event.target.id === 'query') {
    timeline.focus();
  }
}

function numberInHash() {
  const match = /^#e(\d{1,8})$/.exec(location.hash);
  return match ? Number(match[1]) : null;
}

function onPointerOver(event) {
  const position = event.target.closest('[data-arrow]')?.dataset.arrow;
  const tip = byId('tip');
  tip.hidden = position === undefined;
  if (position !== undefined) {
    const arrow = run.arrows[position];
    const fate = arrow.fate === 'arrived' ? '' : `: ${arrowWords[arrow.fate]}`;
    tip.textContent = `${places[arrow.from]} → ${places[arrow.to]}: ${arrow.text}${fate}`;
    const box = byId('story').getBoundingClientRect();
    tip.style.left = `${clamp(event.clientX - box.left + 14, 0, Math.max(0, box.width - 320))}px`;
    tip.style.top = `${event.clientY - box.top + 14}px`;
  }
}

function onClick(event) {
  const row = event.target.closest('[data-event]');
  const arrow = event.target.closest('[data-arrow]');
  if (arrow) {
    const { sentAt, endsAt } = run.arrows[arrow.dataset.arrow];
    choose(endsAt === undefined || endsAt === current ? sentAt ?? endsAt : endsAt);
  } else if (row) {
    event.preventDefault();
    choose(Number(row.dataset.event));
  } else {
    const y = event.clientY - byId('canvas').getBoundingClientRect().top;
    choose(Math.ceil(y / geometry.rowHeight));
  }
}

function listen() {
  document.addEventListener('keydown', onKey);
  document.addEventListener('click', event => deeds[event.target.closest('[data-do]')?.dataset.do]?.());
  timeline.addEventListener('scroll', () => requestAnimationFrame(() => isInViewDrawn() || drawStory()));
  timeline.addEventListener('click', onClick);
  timeline.addEventListener('pointerover', onPointerOver);
  timeline.addEventListener('pointerleave', () => { byId('tip').hidden = true; });
  timeline.addEventListener('wheel', event => {
    if (event.ctrlKey) {
      event.preventDefault();
      zoom(event.deltaY < 0 ? 1 : -1);
    }
  }, { passive: false });
  byId('position').addEventListener('input', event => choose(Number(event.target.value)));
  byId('speed').addEventListener('change', () => { if (timer !== null) { pause(); play(); } });
  byId('query').addEventListener('input', onQuery);
  byId('search').addEventListener('submit', event => { event.preventDefault(); goToMatch(true); });
  window.addEventListener('hashchange', () => { if (numberInHash() !== null) { choose(numberInHash()); } });
  new ResizeObserver(() => requestAnimationFrame(layOut)).observe(timeline);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => drawOverview(search.matches));
}

function onQuery(event) {
  searchFor(event.target.value);
  drawOverview(search.matches);
  const isAtMatch = search.matches.includes(current);
  if (search.matches.length > 0 && !isAtMatch) {
    choose(nextMatch(current, true));
  }
  drawStory();
  drawMoment();
}

/* A run is shown where it fell, or where a link points to; one that did not fall, from its beginning. */
function begin() {
  document.body.style.setProperty('--servers', run.servers.length);
  byId('position').max = Math.max(1, eventCount);
  drawVerdict(choose);
  fillLegend();
  geometry.fit(timeline.clientWidth);
  current = clamp(numberInHash() ?? (run.verdict ? eventCount : 1), Math.min(1, eventCount), eventCount);
  layOut();
  choose(current);
  listen();
  timeline.focus({ preventScroll: true });
}

begin();
