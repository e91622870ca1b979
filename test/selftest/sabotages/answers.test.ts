import { bodies } from './bodies.js';
import { trySabotages } from './sabotage.js';
import { transport } from './transport.js';

trySabotages([...bodies, ...transport]);
