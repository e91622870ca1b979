import { describe, expect, it } from 'vitest';
import { parseXml } from '../../../src/crm/xml-body.js';
import { Pseudonyms } from '../../../src/testing/pseudonyms/pseudonyms.js';
import { survivors } from '../../../src/testing/pseudonyms/survivors.js';

const knowing = (text: string) => {
  const people = new Pseudonyms(new Uint8Array(32).fill(7), new Set());
  people.learnBody(text);
  return people;
};
const written = (text: string) => knowing(text).body(text);

/** Somebody whom no test may know. */
const real = /Козлов|Зинаид|Абрамов|1112233|111-22-33|&#1050;озлова|zina|1985/i;

describe('nobody real is left in XML', () => {
  it.each([
    [
      'with Russian names',
      '<Ответ><Фамилия>Козлова</Фамилия><Имя>Зинаида</Имя><Телефон>+7 495 111-22-33</Телефон></Ответ>',
    ],
    ['with sections of CDATA', '<r><surname><![CDATA[Абрамова]]></surname><b>г-жа Абрамова</b></r>'],
    ['with blanks around a section', '<r><Имя>\n  <![CDATA[ Зинаида ]]>\n</Имя></r>'],
    ['with attributes', '<Клиент Фамилия="Козлова" Телефон="+7 495 111-22-33"/>'],
    ['with attributes in single quotes', "<Клиент Фамилия = 'Козлова'\n phone='+7 495 111-22-33'>.</Клиент>"],
    ['with namespaces', '<s:Body xmlns:s="urn:x"><m:Фамилия xml:lang="ru">Козлова</m:Фамилия></s:Body>'],
    ['with a name below a person', '<Клиент><name>Козлова Зинаида</name></Клиент>'],
    ['with several of one', '<r><Телефон>1</Телефон><Телефон вид="дом">+7 495 111-22-33</Телефон></r>'],
    ['with a label', '<Контакт><Тип>Телефон</Тип><Значение>+7 495 111-22-33</Значение></Контакт>'],
    ['with labels in attributes', '<r><field name="Фамилия">Козлова</field></r>'],
    ['with references', '<r><Фамилия>&#1050;озлова</Фамилия><t a="&#x41A;озлова &amp; Ко">Козлова</t></r>'],
    ['with an email in references', "<r><t>zina&#64;shop.ru</t><t a='&quot;zina&#x40;shop.ru&quot;'/></r>"],
    ['with an address in references', '<r><Адрес>ул. &quot;Абрамова&quot; &amp; Ко, 5</Адрес></r>'],
    ['in XML', '<r>&lt;Клиент&gt;&lt;Фамилия&gt;Козлова&lt;/Фамилия&gt;&lt;/Клиент&gt;</r>'],
    [
      'in a section',
      '<r><![CDATA[<Клиент Фамилия="Козлова"><ДатаРождения>12.04.1985</ДатаРождения></Клиент>]]></r>',
    ],
    ['with JSON in it', '<r><json>{"surname": "Козлова"}</json><j a="{&quot;phone&quot;:74951112233}"/></r>'],
    ['with a DTD', '<!DOCTYPE r [<!ENTITY x "y">]><r><Фамилия>Козлова</Фамилия><a Имя=\'Зинаида\'/></r>'],
    ['that is cut off', '<r><Фамилия>Козлова</Фамилия><Имя><![CDATA[Зинаида]]></Имя><Телефон>+7 495 111'],
  ])('%s', (_, text) => {
    expect(text).toMatch(real);
    expect(written(text)).not.toMatch(real);
    expect(survivors(written(text), knowing(text).fakes, [])).toEqual([]);
  });

  it.each([
    ['a page', '<html><input name="phone" value="+7 495 111-22-33"><br><p class=x>zina@shop.ru</html>'],
    [
      'a page with blanks that do not break',
      '<p data-tel="+7&nbsp;495&nbsp;111-22-33">+7&nbsp;495&nbsp;111-22-33',
    ],
    ['a log', 'WARN surname="Козлова" phone=\'+7 495 111-22-33\' not found'],
  ])('nor in %s', (_, text) => {
    expect(written(text)).not.toMatch(real);
  });

  it('nor in XML inside of JSON', () => {
    expect(
      written(JSON.stringify({ xml: '<?xml version="1.0"?><r><Фамилия>Козлова</Фамилия></r>' })),
    ).not.toMatch(real);
  });
});

describe('a member that tells of somebody does so whatever is written in its text', () => {
  it.each([
    ['tags', { surname: '<b>Козлова</b>' }],
    ['what looks like a tag', { surname: '<Козлова>' }],
    ['JSON', { surname: '{"ru":"Козлова"}' }],
    ['references', { surname: '&#1050;озлова' }],
    ['references, and an & that is none', { surname: 'Lea&#39;Козлова & Ко' }],
    ['a phone with blanks that do not break', { phone: '+7&nbsp;495&nbsp;111-22-33' }],
    ['an address in quotes', { address: 'ул. &quot;Абрамова&quot;' }],
  ])('%s', (_, body) => {
    expect(written(JSON.stringify(body))).not.toMatch(real);
  });

  it('and the names of references are no names', () => {
    const { text } = JSON.parse(written('{"surname":"&quot;Козлова&quot;","text":"quot nbsp"}'));
    expect(text).toBe('quot nbsp');
  });

  it('and an apostrophe that is referred to is part of a name', () => {
    const body = '{"surname":"O&#039;Neil","greeting":"Dear O&#039;Neil and O\'Neil"}';
    expect(written(body)).not.toMatch(/neil/i);
  });
});

describe('XML stays XML', () => {
  it('in which others stand in the same places', () => {
    const text =
      '<?xml version="1.0"?><r a="1 &lt; 2"><Фамилия>&#1050;озлова</Фамилия><t x=\'&quot;Козлова&quot; &amp; Ко\'>' +
      '"Козлова" &#38;amp; &lt;Ко&gt;</t><c><![CDATA[<Козлова> & Ко]]></c></r>';
    const [name = ''] = /(?<=<Фамилия>)[^<]+/.exec(written(text)) ?? [];
    expect(name).toMatch(/^[А-ЯЁ][а-яё]+$/);
    expect(JSON.stringify(parseXml(written(text)))).toBe(
      JSON.stringify(parseXml(text)).replaceAll('Козлова', name),
    );
  });

  it.each([
    '<a href="/x?a=1&amp;b=2">1 &lt; 2 &#8470; 5</a>',
    '<Товар Наименование="Молоко &quot;Деревенское&quot;" Цена="100.50"/>',
    '<r><Товар><name>Телевизор</name><Количество>10500</Количество></Товар></r>',
    '<r><error field="surname">It is missing</error><сумма тип="скидка">10500</сумма></r>',
    'a & b &amp; c &nowhere; &#0; &#xD800;',
  ])('to the letter where nobody is in it: %s', text => {
    expect(written(text)).toBe(text);
  });
});
