import { cardsProperties } from './cards-properties.js';

cardsProperties(1);
