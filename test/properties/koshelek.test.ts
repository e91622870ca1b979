import { koshelekProperties } from './koshelek-properties.js';

koshelekProperties(1);
