import { conformProperties } from './conform-properties.js';

conformProperties(1);
