import { credentials } from './credentials.js';
import { http } from './http.js';
import { trySabotages } from './sabotage.js';

trySabotages([...credentials, ...http]);
