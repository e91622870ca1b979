import { Numeral } from '../../json/write.js';
import { isPerson, type Kind, kindOfName } from './kinds.js';

/** Members that hold what the name around them says: `phones: [{ number: … }]`, an element of XML with attributes. */
const CONTENT =
  /^(values?|number|#text|raw|full|formatted|e164|home|work|main|personal|primary|other|значени[ея]|представление|номер)$/i;

/** The parts of a name that are called so only where it is said that they are. */
const NAME_PART = /^(first|last|middle|second|given|family|patronymic|maiden)$/i;

/** Members that say what the value beside them is: `{ code: 'PHONE', values: […] }`. */
const LABEL =
  /^(field_?|type_?|property_?|attribute_?)?(code|key|id|name|type)$|^(field|attribute|property|label|title|тип|вид|код|наименование)$/i;

/** Whether a member holds what is somebody's by the name around it, or by a label beside it. */
export function isContentOf(kind: Kind, member: string): boolean {
  // What a card is worth is called its value, too.
  if (kind === 'card') return /^(number|#text|номер)$/i.test(member);
  return CONTENT.test(member) || (kind === 'name' && NAME_PART.test(member));
}

/**
 * What the values of an object are, if one of its members says so in a word or two.
 *
 * @param name of the member that holds the object
 */
export function kindOfLabel(name: string, members: Readonly<Record<string, unknown>>): Kind | undefined {
  // `<error field="surname">is missing</error>`: the text is about a surname, and none.
  if (/error|fault|warning|ошибк/i.test(name) && '#text' in members) return undefined;
  for (const [key, label] of Object.entries(members)) {
    if (typeof label !== 'string' || !LABEL.test(key) || !/^[\p{L}\p{N}_.-]+( \p{L}+)?$/u.test(label))
      continue;
    const kind = kindOfName(label);
    if (kind) return kind;
  }
  return undefined;
}

/** The text of a pair such as Odoo's `partner_id: [17, "Иванова Мария"]`, where it is somebody's name. */
export function nameOfPair(pair: readonly unknown[], name: string): string | undefined {
  const [id, text, ...others] = pair;
  const isPair = (typeof id === 'number' || id instanceof Numeral) && others.length === 0;
  if (!isPair || typeof text !== 'string') return undefined;
  const of = /(\p{Lu}?[\p{Ll}\d]+|\p{Lu}+)(?:_id|_ID|Id|ID)$/u.exec(name)?.[1];
  if (of === undefined) return undefined;
  return /partner$/i.test(of) || isPerson(of) || looksLikeName(text) ? text : undefined;
}

/** Two words or three, one of which is a patronymic or a first name that many have: no shop and no product. */
function looksLikeName(text: string): boolean {
  return (
    /^\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+){1,2}$/u.test(text) &&
    text
      .toLowerCase()
      .replaceAll('ё', 'е')
      .split(' ')
      .some(word => /..(вич|вна|ична|оглы|кызы)$/.test(word) || FIRST_NAMES.has(word))
  );
}

const FIRST_NAMES = new Set(
  (
    'александр александра алексей алина анастасия андрей анна антон артем борис вадим валентина валерий василий ' +
    'вера виктор виктория виталий владимир владислав вячеслав галина геннадий георгий григорий дарья денис дмитрий ' +
    'евгений евгения екатерина елена елизавета зинаида зоя иван игорь илья инна ирина кирилл константин ксения ' +
    'лариса леонид лидия любовь людмила маргарита марина мария михаил надежда наталия наталья никита николай нина ' +
    'оксана олег ольга павел петр полина роман светлана сергей софья станислав степан тамара татьяна тимур федор ' +
    'эдуард юлия юрий яна ярослав'
  ).split(' '),
);
