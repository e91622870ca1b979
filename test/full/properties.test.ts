import { crmProperties } from '../properties/crm-properties.js';

/** The properties of `npm test`, with so many times its runs. */
const TIMES = 30;

crmProperties(TIMES);
