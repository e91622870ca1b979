/** @module-tag slow */
import { sabotages } from './sabotages/all.js';
import { trySabotages } from './sabotages/sabotage.js';

trySabotages(sabotages);
