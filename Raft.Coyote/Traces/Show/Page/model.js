'use strict';

/* The run, as the data says it, and what can be read off it. Events are numbered from 1; 0 is the moment before the first. */

const run = JSON.parse(document.getElementById('data').textContent);
const places = [...run.servers, ...run.clients];
const eventCount = run.events.length;
const colours = 7;

const atStart = Object.freeze({
  condition: 'up', role: 'follower', term: 0, votedFor: null, commit: 0, log: Object.freeze([]), disk: Object.freeze([]),
  discarded: 0,
});

/* What keys and values may hold that cannot be seen, or that turns the text around it, is shown by its number. */
function visible(text) {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, character => `\\u{${character.codePointAt(0).toString(16)}}`);
}

run.events.forEach(event => { event.text = visible(event.text); });
run.entries.forEach(entry => { entry.command = visible(entry.command); });
run.arrows.forEach(arrow => { arrow.text = visible(arrow.text); });

function eventAt(number) {
  return run.events[number - 1];
}

function clamp(value, least, most) {
  return Math.min(Math.max(value, least), most);
}

/* The position of the first item for which a test holds; the items for which it does not hold come first. */
function firstWhere(items, holds) {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(items[middle])) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

function changedLog(log, change) {
  return change ? log.slice(0, change.kept).concat(change.added) : log;
}

function changed(state, change) {
  return {
    condition: change.condition, role: change.role, term: change.term, votedFor: change.votedFor, commit: change.commit,
    log: changedLog(state.log, change.log), disk: changedLog(state.disk, change.disk), discarded: change.discarded ?? 0,
  };
}

/* The states of all servers after an event; those of every so-many-th event are kept, the others follow from these. */
class States {
  constructor(spacing = 64) {
    this.spacing = spacing;
    this.kept = [run.servers.map(() => atStart)];
    this.last = { number: 0, states: this.kept[0] };
    for (let number = 1; number <= eventCount; number++) {
      const states = this.at(number);
      if (number % spacing === 0) {
        this.kept.push(states);
      }
    }
  }

  at(number) {
    const isNear = this.last.number <= number && number - this.last.number < this.spacing;
    const kept = Math.floor(number / this.spacing);
    let { number: reached, states } = isNear ? this.last : { number: kept * this.spacing, states: this.kept[kept] };
    while (reached < number) {
      reached++;
      states = States.after(states, eventAt(reached));
    }
    this.last = { number, states };
    return states;
  }

  static after(states, event) {
    return event.change ? states.with(event.place, changed(states[event.place], event.change)) : states;
  }
}

const states = new States();

/* For each server, from which event on it was in which term, role and condition. */
const lives = run.servers.map((_, server) => {
  const life = [{ from: 0, term: 0, role: 'follower', condition: 'up' }];
  run.events.forEach((event, position) => {
    if (event.place === server && event.change) {
      const { term, role, condition } = event.change;
      const now = life[life.length - 1];
      if (now.term !== term || now.role !== role || now.condition !== condition) {
        life.push({ from: position + 1, term, role, condition });
      }
    }
  });
  return life;
});

/* Terms that follow each other in the run get colours that follow each other. Term 0, before all elections, has none. */
const termColours = new Map([...new Set(lives.flat().map(each => each.term).concat(run.entries.map(each => each.term)))]
  .filter(term => term > 0).sort((one, other) => one - other).map((term, position) => [term, (position % colours) + 1]));

function colourOf(term) {
  return termColours.get(term) ?? 0;
}

/* From when to when servers were cut off from the others: those who cannot send; of a cut both ways, the fewer. */
const cuts = run.events.flatMap(({ cut }, position) => {
  if (!cut) {
    return [];
  }
  const servers = cut.bothWays && cut.to.length < cut.from.length ? cut.to : cut.from;
  const healed = run.events.findIndex((later, when) => when > position && later.kind === 'healed');
  return [{ servers, from: position + 1, to: healed < 0 ? eventCount + 1 : healed + 1 }];
});

function letterOf(position) {
  return String.fromCharCode('A'.charCodeAt(0) + (position % 26));
}

/* The events that show a fact of the verdict, each with the letters of its facts. */
const facts = new Map();
(run.verdict?.facts ?? []).forEach((fact, position) => {
  facts.set(fact.event, (facts.get(fact.event) ?? '') + letterOf(position));
});

const notable = run.events.flatMap((event, position) => (isNotable(event, position + 1) ? [position + 1] : []));

function isNotable(event, number) {
  const kinds = ['partitioned', 'healed', 'faultsOver', 'paused', 'resumed'];
  return facts.has(number) || kinds.includes(event.kind) || Boolean(event.marks?.some(mark => mark !== 'commit'));
}

/* What was taken for committed until an event, by any server: its entries from index 1 on. */
function committedAt(number) {
  return run.committed.slice(0, firstWhere(run.committed, each => each.event > number)).map(each => each.entry);
}
