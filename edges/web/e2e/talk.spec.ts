import { test } from './support/test.ts'

test('two people sign up and talk', async ({ join }) => {
  const ann = await join('ann')
  const bob = await join('bob')

  await ann.talkTo(bob.name)
  await ann.say('Hello Bob')
  await ann.seesState('Hello Bob', 'Delivered')

  await bob.open(ann.name)
  await bob.sees('Hello Bob')
  await ann.seesState('Hello Bob', 'Read')
  await bob.say('Hello Ann')
  await ann.sees('Hello Ann')
})

test('three people talk in a group', async ({ join }) => {
  const ann = await join('ann')
  const bob = await join('bob')
  const carol = await join('carol')

  await ann.makeGroup('Dinner', bob.name, carol.name)
  await ann.say('Who cooks?')
  await bob.open('Dinner')
  await bob.say('I do')
  await carol.open('Dinner')
  await carol.say('And I eat')

  for (const person of [ann, bob, carol]) {
    for (const text of ['Who cooks?', 'I do', 'And I eat']) await person.sees(text)
  }
  await ann.seesState('Who cooks?', 'Read')
})
