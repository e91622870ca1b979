import type { Scenario } from '../step.js';
import { anonymousCard } from './anonymous-card.js';
import { balance } from './balance.js';
import { bodies } from './bodies.js';
import { connection } from './connection.js';
import { connections } from './connections.js';
import { consents } from './consents.js';
import { credentials } from './credentials.js';
import { existingCard } from './existing-card.js';
import type { Owners } from './holder.js';
import { latency } from './latency.js';
import { lists } from './lists.js';
import { newCard } from './new-card.js';
import { paths } from './paths.js';
import { profile } from './profile.js';
import { promos } from './promos.js';
import { purchases } from './purchases.js';
import { receipt } from './receipt.js';

/** All scenarios of a run, in its order. They are made anew for each: some remember what they have found. */
export function scenarios(): Scenario[] {
  const owners: Owners = new Map();
  return [
    connection,
    existingCard,
    anonymousCard(owners),
    newCard(owners),
    balance,
    purchases,
    promos,
    profile,
    consents,
    receipt,
    lists,
    credentials,
    paths,
    bodies,
    connections,
    latency,
  ];
}
