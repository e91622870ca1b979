import { numberFileProperties } from './number-file-properties.js';

numberFileProperties(1);
