/** The data file that `--init` writes: every section, with invented people, to be filled in. */
export const template = `# Test data for \`loyalty-gw selftest\`: what your service has to answer, told with invented people of your test
# stand. Every section may be left out; what needs it is then skipped, and shown as skipped.
# Phones are digits with the country code and without +. Card numbers stand in quotes.

selftest: 1 # the version of this file

# Somebody with a card that is not blocked.
known:
  phone: "79620480100"
  cardNumber: "4700000000000072783"
  email: maria.ivanova@example.com # may be left out

# A phone and a card number that nobody has, and never will.
unknown:
  phone: "79620480199"
  cardNumber: "4700000000000072784"

# Somebody whose card is blocked. Leave it out if you give such people a new card.
blocked:
  phone: "79620480102"

# A card with purchases on two days, and perhaps in between.
purchases:
  cardNumber: "4700000000000072783"
  first: 2026-01-15
  last: 2026-06-30
  item: Кофе в зёрнах, 1 кг # what \`item\` of a purchase on the first day says; may be left out

# A card whose holder gets promotional offers.
promos:
  cardNumber: "4700000000000072783"

# The rest writes, and is done only with --allow-writes. Cards that were issued stay.

# Who gets a reserved number: somebody who has no card yet. Leave it out if you do not reserve numbers.
anonymous:
  phone: "79620480150"
  surname: Новикова
  firstname: Анна
  patronymic: Сергеевна
  sex: ж
  birthDate: 1990-05-17

# Who gets a card without a reserved number (revision 1.2.0): somebody else without a card.
newCard:
  phone: "79620480151"
  surname: Щёголев
  firstname: Пётр

# What is changed in the profile of a card, as often as the selftest runs.
profile:
  cardNumber: "4700000000000072783"
  locality: Орёл

# Which channels the holder of a card allows and denies.
consents:
  cardNumber: "4700000000000072783"
  allow: [email]
  deny: [sms]

# The QR code of a cash receipt (revision 1.1.0).
receipt:
  cardNumber: "4700000000000072783"
  qrCode: t=20260814T190500&s=1250.50&fn=9282000100000000&i=12345&fp=1234567890&n=1

# The optional lists that you serve: listUsers, listUsersExtended.
lists: []

# Routes that differ from those of the API, below the base URL.
# routes:
#   updateCardholder: PUT /v2/card/{cardNumber}
`;
