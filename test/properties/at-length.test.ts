/** @module-tag slow */
import { cardsProperties } from './cards-properties.js';
import { conformProperties } from './conform-properties.js';
import { crmProperties } from './crm-properties.js';
import { initProperties } from './init-properties.js';
import { koshelekProperties } from './koshelek-properties.js';
import { numberFileProperties } from './number-file-properties.js';
import { requestProperties } from './request-properties.js';

/** The properties of the other files, with so many times their runs. */
const TIMES = 25;

crmProperties(TIMES);
conformProperties(TIMES);
requestProperties(TIMES);
koshelekProperties(TIMES);
numberFileProperties(TIMES);
// Each of its runs is four commands.
initProperties(30);
// Each of its runs asks a database some hundred times.
cardsProperties(10);
