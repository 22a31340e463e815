/** The flows of the pictures of the READMEs. */
import type { Language } from '../../src/words/languages';

interface PictureTexts {
  /** The beginning of the label of the button that opens the diagram. */
  readonly button: string;
  /** A handshake with a mistake. */
  readonly mistake: string;
  /** The flow of the film. */
  readonly fetched: string;
}

const HOSTS = `host client 10.0.0.1:49152
host server 10.0.0.2:80
`;

const mistake = (title: string, comment: string): string => `flow "${title}"
# ${comment}
${HOSTS}
client -> server  SYN      seq=x
server -> client  SYN,ACK  seq=y    ack=x
client -> server  ACK      seq=x+1  ack=y+1
client -> server  PSH,ACK  http GET /
server -> client  PSH,ACK  http 200 "Hello!"
client -> server  ACK
expect client ESTABLISHED, server ESTABLISHED
`;

const fetched = (title: string): string => `flow "${title}"
${HOSTS}
client -> server  SYN
server -> client  SYN,ACK
client -> server  ACK
client -> server  PSH,ACK  http GET /
server -> client  PSH,ACK  http 200 "Hello!"
client -> server  FIN,ACK
server -> client  FIN,ACK
client -> server  ACK
`;

export const PICTURE_TEXTS: Readonly<Record<Language, PictureTexts>> = {
  en: {
    button: 'Open Diagram',
    mistake: mistake(
      'The handshake, with a mistake',
      'Hover over the line: which number is right, by which arithmetic, in which section.',
    ),
    fetched: fetched('A page is fetched'),
  },
  'zh-cn': {
    button: '在侧边打开时序图',
    mistake: mistake('三次握手，有一处错误', '把指针停在红线上：应是多少，怎样算出，依据哪一节。'),
    fetched: fetched('取一个网页'),
  },
};
