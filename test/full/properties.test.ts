import { cardsProperties } from '../properties/cards-properties.js';
import { conformProperties } from '../properties/conform-properties.js';
import { crmProperties } from '../properties/crm-properties.js';
import { initProperties } from '../properties/init-properties.js';
import { koshelekProperties } from '../properties/koshelek-properties.js';
import { numberFileProperties } from '../properties/number-file-properties.js';
import { requestProperties } from '../properties/request-properties.js';

/** The properties of `npm test`, with so many times its runs. */
const TIMES = 25;

crmProperties(TIMES);
conformProperties(TIMES);
requestProperties(TIMES);
koshelekProperties(TIMES);
numberFileProperties(TIMES);
// Each of its runs is four commands.
initProperties(10);
// Each of its runs asks a database some hundred times.
cardsProperties(10);
