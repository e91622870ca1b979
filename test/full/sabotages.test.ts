import { sabotages } from '../selftest/sabotages/all.js';
import { trySabotages } from '../selftest/sabotages/sabotage.js';

trySabotages(sabotages);
