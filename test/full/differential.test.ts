import { declareDifferential } from '../jsonata/differential-properties.js';
import { describeProperties } from '../properties/property.js';

describeProperties('compiled expressions', 25, declareDifferential);
