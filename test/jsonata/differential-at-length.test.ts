/** @module-tag slow */
import { describeProperties } from '../properties/property.js';
import { declareDifferential } from './differential-properties.js';

describeProperties('compiled expressions', 25, declareDifferential);
