import { recalled, type Recall, rsaPrivate, type RsaPrivate } from '../crypto';

/**
 * The ring: four RSA keys of 2,048 bits, kept as their primes p and q. They are public, and protect nothing: whoever reads this
 * has them. Making a key from a seed would cost 90 to 300 ms.
 */
const PRIMES = {
  ring1: {
    p:
      '0xfe3cb241ab8e73728551eb0fe8b46e312f4ec1f0f4bc05016a2a75bc69d92a096d5b2e927fe752602798392dce307f2e' +
      '1aa192682883a1c8d948ad618057d413335567dd9f7a1c9940046ba0d4b48b89a2bab1c7266cabb2ba37f9d3afd7faa6' +
      '321e3226514cf642f478af7cc2b1cf8d78324eb3346c8392dfecbe48ce42f51d',
    q:
      '0xf21db81b2937f9b6ecea150b8493a53dcb63c213b01e4377986f187787a16ec108c95c7bffb04ad498cc547863456c45' +
      '26e37530906c8fea55009c9c25257f5cb198d4792a2f114c579ea911f0fe3c80781b99d4f46319340ca839325b917197' +
      'f6699305dfa82ed29a6a3a99190513164be7d9f8bab2b587ce37f3308d69d6d5',
  },
  ring2: {
    p:
      '0xf9b3a8b5a7933564e0b8b3b8705373f5534560297ef30984d78f8da78d7eb59f1a364c01a721fcd2c73672ed16f43c8c' +
      'c8461be23dc6514adccf8edc400630433d465ecf271a1528e8fe90dbaa7b1c97150da19fcd065b63519f159235e086e3' +
      '9bff13180b667b7417063a2521e37f4ccf92b42eb13ab48028baceff0ec47c87',
    q:
      '0xd9d66d0a16a4fc5d9a04c3dde7fcc919ba9b614089ae29a43615df5f4bbec3ef8f2d9b3621e1068b5ee43832e02f8713' +
      'd0310d5045583eea48ef1f2ac8bd6adcf2d7b52a002030b42d3d3ee502da284abe461f5d0195934fb5a1baabb3124a86' +
      '229963b424f5a5817324a57d0629d7a2bebc23e5a076ac4906751b8dfa830489',
  },
  ring3: {
    p:
      '0xca3656c0d06d1c249f9305d9e5d4fd4f67b2947619ed70c650aba686d459b44fba2fcefbb06c1d583fbdcdde9088972e' +
      '130263d75d79fd796f75d802b8cc8348884196f4b12ac55212b1beea50afad1c8db3579b075a65e50579cc00e33ad268' +
      '5725b328d90c61c5aab2d9dd63233faaf0a81b760a2bf4017a10f2d2a2e53ffb',
    q:
      '0xc1379f32707908ffa0188db05558e6bee6db1d75a952374c076283d4f6d92f32f4b6464f1437eb0c3b9120a5ebb47d24' +
      '98a7d098dc065f86eba1af9783cbf3b1419f52cb85456a90c9e192e8d6e0bf5adf0fc27981b214d9a27e78125c176e43' +
      '3eba4cca6ca69b5fb1cc1f2484d1ad1bdff250e4e289658c4e77793b5cdd09d3',
  },
  ring4: {
    p:
      '0xec29fdfae751f0207be1e5c57d7f57c516d504412a6c85b228ace5d64d3f728dd366c6337432616f3e4363c96e72c306' +
      '7ab31419990a80e9c0f396088debc80dfac4b8bb0b5e4c87066d47f8e3a41faac5f022de8946d9e532e6a083922dae0d' +
      'fd8e02427a46e9134823477942054c273f80420938e4e27ab4d067f6f5a08525',
    q:
      '0xc4e0eadf732532525b5bf149cbe00db4b160aee3e16e8d98b6962795a136ad11e9f6534f1a554c82567755e990d7718c' +
      '66d54ddf2629a17e0a7660d96c003e9645c53064d1dad10fac7aac3fb8ebbe26cd6120e9377b1e21503b9cd042bd2896' +
      'd4b505ef8765d2a9189f037c9757038cc1c5ac497d7c15a20e6321dfe34451b9',
  },
} as const;

export type RingKey = keyof typeof PRIMES;

/** The names of the keys, as a text may write them. */
export const RING_KEYS = Object.keys(PRIMES) as readonly RingKey[];

/** A key of the ring. */
export function ringKey(name: RingKey, recall?: Recall): RsaPrivate {
  const { p, q } = PRIMES[name];
  return recalled(recall, 'ringKey', [name], () => rsaPrivate(BigInt(p), BigInt(q)));
}
