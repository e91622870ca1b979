import { requestProperties } from './request-properties.js';

requestProperties(1);
