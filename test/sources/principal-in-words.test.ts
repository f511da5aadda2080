import { principalInWords } from '../../functions/sources/api-act/principal-in-words.ts'

it.each([
  ['arn:aws:iam::123456789012:user/ada', 'ada'],
  ['arn:aws:iam::123456789012:user/people/shop/ada', 'ada'],
  ['arn:aws:sts::123456789012:assumed-role/Operators/ada', 'Operators/ada'],
  [
    'arn:aws-cn:sts::123456789012:assumed-role/AWSReservedSSO_Operators_0123456789abcdef/ada@example.com',
    'Operators/ada@example.com',
  ],
  ['arn:aws:sts::123456789012:federated-user/ada', 'ada'],
  ['arn:aws:iam::123456789012:root', 'root'],
])('says of %s: %s', (arn, words) => {
  expect(principalInWords(arn)).toBe(words)
})
