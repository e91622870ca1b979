import type { Draw } from './key.js';

/** Invented people have these names. Each word has one of its own, whichever member it stands in. */

const first = {
  cyrillic: {
    f: 'Анна Вера Дарья Елена Зоя Ирина Кира Лидия Майя Нина Ольга Полина Раиса София Таисия Ульяна Фаина Юлия Яна Алиса',
    m: 'Антон Борис Вадим Глеб Денис Егор Захар Игорь Кирилл Лев Максим Никита Олег Павел Роман Степан Тимур Фёдор Юрий Яков',
  },
  latin: {
    f: 'Ann Beth Clara Dora Emma Faith Grace Helen Iris Jane Kate Laura Mary Nora Olive Paula Rose Sarah Tess Wendy',
    m: 'Adam Brian Carl David Eric Frank George Henry Ivan Jack Kevin Leo Mark Neil Oscar Paul Ralph Simon Thomas Victor',
  },
} as const;

const last = {
  cyrillic:
    'Соколов Лебедев Козлов Новиков Морозов Волков Зайцев Павлов Семёнов Голубев Виноградов Богданов Воробьёв Фёдоров Михайлов Беляев Тарасов Белов Комаров Орлов',
  latin:
    'Baker Carter Cooper Fisher Foster Gardner Hunter Mason Miller Parker Porter Potter Sawyer Shepherd Smith Taylor Turner Walker Weaver Wright',
} as const;

const patronymic =
  'Андрее Борисо Викторо Геннадье Дмитрие Евгенье Ивано Константино Леонидо Николае Олего Петро Романо Сергее Тимофее Фёдоро Юрье Яковле Алексее Игоре';

const cities = {
  cyrillic:
    'Тверь Пермь Омск Томск Самара Калуга Рязань Тула Псков Вологда Казань Уфа Орёл Курск Брянск Чита',
  latin: 'Tver Perm Omsk Tomsk Samara Kaluga Ryazan Tula Pskov Vologda Kazan Ufa Oryol Kursk Bryansk Chita',
} as const;

/**
 * @param word a name in small letters
 * @param attempt another one, where an earlier one is taken
 */
export function fakeName(draw: Draw, word: string, attempt: number): string {
  const script = /\p{Script=Cyrillic}/u.test(word) ? 'cyrillic' : 'latin';
  const isFemale = /[аяaь]$/.test(word);
  const choose = (list: string, extra: number) => {
    const all = list.split(' ');
    const name = all[draw.below(all.length, 'name', word, extra)] ?? '';
    // When few are free a second one is put behind it: with one list nobody would have a name of his own.
    if (attempt < 5) return name;
    const second = all[draw.below(all.length, 'second name', word, attempt)] ?? '';
    return `${name}${second.toLowerCase()}`;
  };
  if (/(вич|вна|чна)$/.test(word))
    return `${choose(patronymic, attempt)}${/вич$/.test(word) ? 'вич' : 'вна'}`;
  if (
    /(ов|ев|ёв|ин|ын|ова|ева|ёва|ина|ына|ский|цкий|ская|цкая|ко|ук|юк|ян|ых|их|дзе)$/.test(word) &&
    word.length > 4
  )
    return `${choose(last.cyrillic, attempt)}${/а$|ая$/.test(word) ? 'а' : ''}`;
  if (script === 'latin' && /(ov|ova|ev|eva|in|ina|sky|skaya|son|er)$/.test(word) && word.length > 4)
    return choose(last.latin, attempt);
  return choose(first[script][isFemale ? 'f' : 'm'], attempt);
}

export function fakeCity(draw: Draw, word: string, attempt: number): string {
  const all = cities[/\p{Script=Cyrillic}/u.test(word) ? 'cyrillic' : 'latin'].split(' ');
  const city = all[draw.below(all.length, 'city', word, attempt)] ?? '';
  return attempt < 5 ? city : `${city}-${attempt}`;
}
