import { initProperties } from './init-properties.js';

initProperties(1);
