import { cards } from './cards.js';
import { purchases } from './purchases.js';
import { trySabotages } from './sabotage.js';

trySabotages([...cards, ...purchases]);
