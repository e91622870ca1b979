/** What somebody's data can be. */
export type Kind =
  | 'phone'
  | 'email'
  | 'name'
  | 'birthDate'
  | 'card'
  | 'city'
  | 'address'
  | 'secret'
  | 'number';

/**
 * What a member of such a name holds, in English, in Russian and transliterated, however its words are joined. Those
 * of Koshelek's contract are among them. `undefined`: nothing personal, as far as the name tells.
 */
export function kindOfName(name: string): Kind | undefined {
  const words = name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1_$2')
    .toLowerCase()
    .replace(/ё/g, 'е')
    .replace(/[^\p{L}\d]+/gu, '_');
  return RULES.find(([rule]) => rule.test(`_${words}_`))?.[1];
}

/** Whether such a name says that what is inside is a person, so that its `name` is one too. */
export function isPerson(name: string): boolean {
  return /customer|client|person|contact|holder|owner|buyer|member|guest|user|recipient|profile|individual|клиент|покупател|держател|владел|гость|пользовател|получател|контакт/i.test(
    name,
  );
}

const RULES: readonly (readonly [RegExp, Kind])[] = [
  [/token|secret|passw|_pwd_|api_?key|_cookie|session|signature|парол|токен/, 'secret'],
  [/e_?mail|_mail_|pochta|почта|_эл_адрес/, 'email'],
  [/phone|_tel_|_tels_|mobile|msisdn|_cell_|telefon|sotov|mobiln|телефон|мобильн|сотов/, 'phone'],
  [/birth|_dob_|_bday_|rozhden|rojden|рожден/, 'birthDate'],
  [/passport|_inn_|_snils_|_ssn_|pasport|паспорт|_инн_|снилс/, 'number'],
  [/card_?(number|no|num|code)_|^_card_$|barcode_?number|_ean_|nomer_?kart|номер_?карт|^_карта_$/, 'card'],
  [/address|street|_house_|_flat_|apartment|_adres|ulica|kvartira|адрес|улица|_дом_|квартира/, 'address'],
  [/postal|_zip_|postcode|_index_|_индекс_|pochtovyi/, 'number'],
  [/_city_|locality|_town_|gorod|город|населенн/, 'city'],
  [
    /(first|last|middle|second|family|given|full|maiden|sur|display|holder|customer|client|contact|person|user)_?name|_fio_|patronym|surname|familiya|familia|_imya_|_imia_|otchestvo|фамилия|_имя_|отчество|_фио_/,
    'name',
  ],
];
