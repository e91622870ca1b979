import { crmProperties } from './crm-properties.js';

crmProperties(1);
