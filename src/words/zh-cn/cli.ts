import type { cli as en } from '../en/cli';
import type { Same } from '../table';

/** 命令行的中文文字。 */
export const cli: Same<typeof en> = {
  'unknown-option': '没有选项 {option}',
  'takes-no-value': '{option} 不带值',
  'needs-value': '{option} 需要一个值',
  'not-among': '{option} 只能是 {allowed} 之一，而不是“{value}”',
  'width-range': '--width 须为 {least} 到 {most} 的整数，而不是“{value}”',
  'option-elsewhere': '{command} 没有选项 {option}',
  'no-command':
    '要做什么？请写 check、explain、next、play、format、grade、rules、trace、diagram、connections、import、export、explore 或 mcp',
  'unknown-command': '没有命令“{command}”；可用的有 {commands}',
  'takes-no-file': '{command} 不接受文件',
  'no-file': '{command} 需要一个文件；- 表示标准输入',
  'one-file': '{command} 只接受一个文件，而不是 {count} 个',
  'two-files': '{command} 接受一个文件，或两个并排的文件，而不是 {count} 个',
  'two-as-svg': '两个流程并排只能画成 svg，不能画成 {format}',
  'no-png': 'PNG 需要浏览器：请在 VS Code 的时序图中保存，或写成 .svg',
  'export/no-output': 'export 需要指定要写入的文件：-o x.pcapng',
  'export/no-ending': '流程可导出为 .pcapng、.html、.svg、.mmd 或 .txt，不能导出为 {file}；其他文件名用 --as 说明格式',
  'export/option-elsewhere': '导出为 {as} 时没有选项 {option}',
  'export/two-outputs': 'export 写一个文件，或写客户端和服务器两个抓包点的文件，不能是 {count} 个',
  'export/tap-of-two': '写两个文件时，第一个是客户端抓包点，第二个是服务器抓包点，不要再给 --tap',
  'whole-range': '{option} 应为 {least} 到 {most} 的整数，而不是“{value}”',
  'explore/no-line': '{file}：没有 explore 行',
  'explore/not-that-line': '{file}：第 {line} 行不是 explore 行',
  'explore/cannot': '{file}：第 {line} 行无法探索；原因见 check',
  'explore/figures': '最长 {longest} 步；静止状态 {atRest} 个；状态转移表 {all} 项中走过 {taken} 项',
  'watch-as-text': '--watch 只输出文本，不输出 {format}',
  'watch-files': '--watch 只能用于文件，不能用于标准输入',
  watching: '正在监视 {count} 个文件；按 Ctrl+C 结束',
  'nothing-matched': '{file}：没有找到流程；可用 --no-error-on-unmatched 允许这种情况',
  'too-many-warnings': '警告过多：{count} 个，最多允许 {most} 个',
  'format/not': '{file}：未格式化',
  'format/done': '{file}：已格式化',
  'grade/no-exercise': '{file}：不是练习：既没有 task，也没有 goal',
  'grade/declared': '{place}：错误以 violates 声明，而没有改正',
  'rules/unknown': '没有规则“{name}”',
  'rules/unknown-near': '没有规则“{name}”；最接近的是 {near}',
  'see-help': '详见：{command} --help',
  'cannot-read': '{file}：{reason}',
  'cannot-write': '{file}：{reason}',
  'too-large': '{file}：大于 {megabytes} MB',
  'connection-number': '--connection 是连接的编号，从 1 起，不能是“{value}”',
  'import/which': '抓包中有 {count} 条连接：请用 --connection 指定一条',
  'import/unread-more': '{file}：{count} 行不含报文段，已略去',
  'standard-output': '标准输出',
  'standard-input': '标准输入',
  'reason/ENOENT': '没有这个文件或文件夹',
  'reason/EISDIR': '是文件夹，不是文件',
  'reason/ENOTDIR': '路径中有一部分不是文件夹',
  'reason/EACCES': '没有权限',
  'reason/EPERM': '没有权限',
  'reason/ENOSPC': '设备上没有空间了',
  'reason/EROFS': '文件系统是只读的',

  clean: '未发现问题',
  'one-error': '1 个错误',
  'many-error': '{count} 个错误',
  'one-warning': '1 个警告',
  'many-warning': '{count} 个警告',
  'one-open': '1 项无法判断',
  'many-open': '{count} 项无法判断',
  'one-hint': '1 个提示',
  'many-hint': '{count} 个提示',
  'list-comma': '，',
  'more-ends': '另有 {count} 个',
  'more-findings': '另有 {count} 个问题未列出：这里列出的是最严重的。`--format json` 列出全部。',
  fix: '修正：{title}',
  related: '第 {line} 行：{text}',
  header: '{place}: {level}：{message}',
  'at-frame': '{place}（第 {frames} 帧）',

  'help/': `tcp-flow：按 RFC 9293 检查 TCP 流程（.tcpflow）

用法：
  tcp-flow check [--format text|json|github|sarif|junit] [--max-warnings N] [--watch] 文件…
  tcp-flow explain 文件 [--steps 3..9]
  tcp-flow next 文件 [--line 行号]
  tcp-flow play 文件 [--until 期望 | --for 时间] [--faults 故障]
  tcp-flow format [--check] 文件…
  tcp-flow grade 文件 [--exercise 题目] [--format text|json]
  tcp-flow rules [--format text|json] [规则…]
  tcp-flow trace [--format json] 文件
  tcp-flow diagram 文件 [文件2] [-o 输出] [--format svg|mermaid|text]
                       [--theme light|dark|hc-light|hc-dark] [--width N]
                       [--numbers symbolic|relative|absolute]
                       [--time even|scale] [--fold]
                       [--show segments|both|messages]
                       [--eyes client|wire|server]
  tcp-flow connections [--format text|json] 抓包文件…
  tcp-flow import 抓包文件 [--connection N] [--tap client|server|path] [-o 输出.tcpflow]
  tcp-flow export 文件 -o 输出[,输出2] [--tap client|server]
  tcp-flow export 文件 -o 输出.html
  tcp-flow explore [--format text|json|github] [--line 行号] [--states 数目] 文件…
  tcp-flow mcp

命令：
  check        逐行指出不可能发生或不允许发生之处
  explain      逐步讲解流程
  next         列出接下来可以写的行
  play         让双方推演下去，或加上故障重新推演
  format       把流程改为标准写法并对齐
  grade        用练习来评判答案
  rules        列出规则，或输出某些规则的页面
  trace        以 JSON 输出每一步及双方的状态
  diagram      画出时序图，或把两个流程并排画出
  connections  列出抓包文件（pcap、pcapng）中的 TCP 连接
  import       把抓包中的一条连接写成流程
  export       把流程写成抓包文件（pcapng）或网页（html）
  explore      推演一切可能发生的事，并给出打破断言的流程
  mcp          向模型提供工具（Model Context Protocol）

通用选项：
  --lang {languages}   语言；默认取自 LC_ALL、LC_MESSAGES 或 LANG
  --profile 名称    流程未指定配置时端点所用的配置：rfc9293（默认）、linux、
                    freebsd 或 rfc793
  -h, --help        本说明，或某个命令的说明
  --version         版本
  -                 作为文件名时表示标准输入

退出码：0 无错误或已完成，1 发现错误（check）、未格式化（format）、尚未完成（grade）或断言被打破（explore），2 无法运行，3 达到上限（explore）。
`,
  'help/check': `用法：tcp-flow check [选项…] 文件…
      tcp-flow check 抓包文件… [--connection N] [--tap client|server|path] [--keylog 文件]

让每个流程在双方的 TCP 端点上走一遍，报告每一处不可能发生或不允许发生的行（RFC 9293）。
对抓包文件，则像 import 那样解释其中每条连接，再作检查：file.pcap#3 是第三条连接，
每个结果都注明其帧号。

  --format text     供人阅读（默认）；在终端上有颜色，除非设置了 NO_COLOR
  --format json     一个对象，各版本字段不变
  --format github   GitHub Actions 的注解
  --format sarif    供代码扫描使用的日志（SARIF 2.1.0）
  --format junit    供测试工具使用的报告：每个文件是一个套件，每个 expect 是一个用例
  --max-warnings N  警告多于 N 个即为失败
  --no-error-on-unmatched   文件夹或通配符没有匹配到流程时不算失败
  --watch           文件一有改动就重新检查
  --lang {languages}   消息的语言
  --connection N    对抓包文件，只检查该连接
  --tap 位置        抓包的位置：客户端旁（client）、服务器旁（server）或路径上（path）；
                    省略时由分组本身判断
  --keylog 文件     TLS 的密钥日志（SSLKEYLOGFILE），用来解开其记录；省略时在抓包文件旁寻找：
                    x.pcap 对应 x.keys、x.keylog 或 x.log
  文件              .tcpflow、.pcap 或 .pcapng 文件，Markdown 文件（其中的 tcpflow 代码块，
                    标有 wrong 的除外），文件夹，加引号的通配符（"flows/**/*.tcpflow"），
                    或 -（标准输入）

退出码：0 没有错误（可以有警告和提示），1 发现错误或警告过多，
2 有文件无法读取，或没有匹配的文件（其余文件照常检查）。
`,
  'help/explain': `用法：tcp-flow explain 文件 [--steps 3..9] [--format text|json]

逐步讲解流程：发送了什么、为什么，对方如何处理，哪些状态改变；所用的句子与时序图面板相同。

  --steps 3..9      只讲这些步；省略时讲前 200 步
  --format text     供人阅读（默认）
  --format json     一个对象：file、steps
  --lang {languages}   句子的语言
  --profile 名称    流程未说明时各端采用的配置
  文件              .tcpflow 文件；- 表示标准输入

退出码：0 已完成，无论流程有无错误；2 无法运行。
`,
  'help/next': `用法：tcp-flow next 文件 [--line 行号] [--format text|json]

列出接下来可以合法出现的行，最可能的在前，各附理由；每一行都先推演过。

  --line 行号       这些行将插在该行之前；省略时为末尾
  --format text     供人阅读（默认）
  --format json     一个对象：file、line、lines
  --lang {languages}   理由的语言
  --profile 名称    流程未说明时各端采用的配置
  文件              .tcpflow 文件；- 表示标准输入

退出码：0 已完成，2 无法运行。
`,
  'help/play': `用法：tcp-flow play 文件 [--until 期望 | --for 时间] [--faults 故障]
                     [--format text|json]

让双方自行推演下去，或加上故障重新推演，写出由此增加的行，以及其中发生的事。

  --until 期望      直到它成立："server ESTABLISHED"
  --for 时间        推演这么长时间：1.5s
  --faults 故障     按步号指定丢失、延迟或重复的报文段：
                    "lose=5 delay=7:200ms duplicate=9"
  --format text     供人阅读（默认）
  --format json     一个对象：file、line、lines、flow、steps
  --lang {languages}   句子的语言
  --profile 名称    流程未说明时各端采用的配置
  文件              .tcpflow 文件；- 表示标准输入

退出码：0 已完成，2 无法运行。
`,
  'help/format': `用法：tcp-flow format [--check] 文件…

与编辑器的“格式化文档”相同：采用标准写法，字段按列对齐。一行的含义不会改变。

  --check           不写文件，只列出未格式化的文件
  --no-error-on-unmatched   文件夹或通配符没有匹配到流程时不算失败
  --lang {languages}   消息的语言
  文件              .tcpflow 文件、文件夹、加引号的通配符，或 -（标准输入，写到标准输出）

退出码：0 已完成，或都已格式化；1 有未格式化的（--check）；2 无法运行。
`,
  'help/grade': `用法：tcp-flow grade 文件 [--exercise 题目] [--format text|json]

指出答案达到了练习的哪些目标，以及哪些行有错。

  --exercise 题目   原来的练习：以它的目标为准，并判断须保留的内容
  --format text     供人阅读（默认）
  --format json     一个对象：file、done、goals、wrong、declared
  --lang {languages}   消息的语言
  --profile 名称    流程未说明时各端采用的配置
  文件              答案，.tcpflow 文件；- 表示标准输入

退出码：0 练习已完成，1 尚未完成，2 无法运行，或不是练习。
`,
  'help/rules': `用法：tcp-flow rules [--format text|json] [规则…]

列出各规则及其级别和出处；给出规则名时，以 Markdown 输出其页面：消息、理由和违反它的流程。

  --format text     供人阅读（默认）
  --format json     一个对象：每条规则的 rule、level、source 和 why
  --lang {languages}   页面的语言
  规则              tcp/synack-ack，或简写为 synack-ack

退出码：0 已完成，2 没有这条规则。
`,
  'help/trace': `用法：tcp-flow trace [--format json] 文件

每一步输出一行 JSON 对象：报文段（含引擎填入的部分）、它的去向，以及此后双方的状态。

  --format json     唯一的格式
  --lang {languages}   标准错误上消息的语言
  文件              .tcpflow 文件；- 表示标准输入

退出码：0 已完成，无论流程有无错误；2 无法运行。
`,
  'help/connections': `用法：tcp-flow connections [--format text|json] 抓包文件…

列出抓包文件中的 TCP 连接：客户端、服务器、分组数、两个方向的数据字节数、以秒计的开始时间
和持续时间、如何建立、如何结束。文件不论大小，一遍读完：pcap 和 pcapng，可以用 gzip 压缩。

  --format text     供人阅读（默认）
  --format json     一个对象，各版本字段不变
  --lang {languages}   表格和消息的语言
  抓包文件          .pcap 或 .pcapng 文件；- 表示标准输入

退出码：0 已完成；2 有文件无法读取，或未能读到末尾（已读出的部分和其余文件照常列出）。
`,
  'help/import': `用法：tcp-flow import 抓包文件 [--connection N] [--tap client|server|path] [--keylog 文件]
                       [-o 输出.tcpflow]

把抓包中的一条连接写成流程：哪些报文段已到达、已丢失、重复或被超过，以及何时到达。
每一行都注明它所对应的帧。它可以像其他流程一样检查、画图和编辑。

  --connection N    连接的编号，与 connections 所列相同；只有一条连接时可以省略
  --tap 位置        抓包的位置：客户端旁（client）、服务器旁（server）或路径上（path）；
                    省略时由分组本身判断
  --keylog 文件     TLS 的密钥日志（SSLKEYLOGFILE），用来解开其记录；省略时在抓包文件旁寻找：
                    x.pcap 对应 x.keys、x.keylog 或 x.log
  -o 输出.tcpflow   要写入的文件；省略或写 - 表示标准输出
  --lang {languages}   消息的语言
  抓包文件          .pcap 或 .pcapng 文件，或 tcpdump、tshark、Wireshark 分组列表的文本；
                    - 表示标准输入

退出码：0 已完成；2 无法运行，或抓包未能读到结尾（流程照样写出）。
`,
  'help/export': `用法：tcp-flow export 文件 -o 输出.pcapng [--tap client|server]
      tcp-flow export 文件 -o 客户端.pcapng,服务器.pcapng
      tcp-flow export 文件 -o 输出.html
      tcp-flow export 文件 -o 输出.svg [--as svg-animated] [选项…]
      tcp-flow export 文件 -o 输出.mmd|输出.txt

把流程写成在某一主机旁抓到的抓包文件：以太网、纳秒、正确的校验和。丢失的报文段只出现在发送方
抓包点的文件中。流程未给出的载荷一律为零，文件中会说明。小节标题、注释和检查结果写成分组的注释。

写成 输出.html 时，流程是单个文件的网页，任何浏览器都能打开：有时序图及其各步和各标签页，文本也
可以修改并当场检查。网页不发出任何请求。

写成 输出.svg、输出.mmd（Mermaid）或 输出.txt 时，就是 diagram 所画的图，选项也与 diagram 相同。
svg-animated 是各步依次出现的 SVG 文件，放在 <img> 中也能播放；读者要求减少动态效果时，以及在纸上，
它静止不动。

  -o 输出.pcapng    要写入的文件；- 表示标准输出。用逗号隔开的两个文件分别是客户端和服务器的抓包点
  --as 格式         pcapng、html、svg、svg-animated、mermaid 或 text；不写时由输出文件的扩展名决定
  --tap client|server   抓包点所在的主机（默认 client）
  --lang {languages}   注释和消息的语言
  文件              .tcpflow 文件；- 表示标准输入

退出码：0 已完成，无论流程有无错误；2 无法运行。
`,
  'help/explore': `用法：tcp-flow explore [--format text|json|github] [--line 行号] [--states 数目] 文件…

在 explore 行限定的范围内推演一切可能发生的事；对每个断言说明它成立，或写出打破它的最短流程。

  --line 行号       只探索这一行的 explore
  --states 数目     一次搜索最多的状态数（默认 300000）
  --format text     结论、各项数字，以及打破断言的流程（默认）
  --format json     每行一个对象：file、line、explore、outcome、message、各项数字、flow
  --format github   GitHub Actions 的注解
  --lang {languages}   消息的语言
  --profile 名称    流程未说明时各端采用的配置
  文件              .tcpflow 文件；- 表示标准输入

退出码：0 所有断言都成立，1 有断言被打破，2 无法运行，3 达到上限。
`,
  'help/mcp': `用法：tcp-flow mcp

通过标准输入和标准输出，以 Model Context Protocol 提供五个工具：check、explain、next、play 和
help。它们只读取工作文件夹中的文件，不写任何内容，也不使用网络。

  --lang {languages}   回答所用的语言（调用未指定时）
  --profile 名称    流程未说明时各端采用的配置

退出码：标准输入结束时为 0。
`,
  'connections/head/id': '#',
  'connections/head/client': '客户端',
  'connections/head/server': '服务器',
  'connections/head/packets': '分组',
  'connections/head/sent': '字节 >',
  'connections/head/received': '字节 <',
  'connections/head/start': '开始',
  'connections/head/duration': '持续',
  'connections/head/opened': '建立',
  'connections/head/ended': '结束',
  'connections/head/through': '经由',
  'connections/summary': '{file}：连接：{connections} · 分组：{packets} · 帧：{frames}',
  'connections/began': '{summary} · 首帧：{time}',
  'connections/note': '{file}：{text}',

  'help/diagram': `用法：tcp-flow diagram 文件 [文件2] [-o 输出] [选项…]

把流程画成可独立使用的时序图。给出第二个流程时，两者并排，并标出首个不同之处。

  -o, --output 输出 要写入的文件；不写或写 - 时为标准输出
  --format 格式     svg（默认）、svg-animated（各步依次出现）、mermaid（用于 Markdown 的
                    时序图）或 text（纯文本，画法同 RFC 9293 的插图）；不写时由扩展名
                    .mmd 和 .txt 决定
  --theme 主题      light（浅色，默认）、dark（深色）、hc-light 或 hc-dark（高对比度）
  --width N         像素，240 到 4000；默认 760，两个流程时为 1100
  --numbers 形式    symbolic（x+1，默认）、relative（1）或 absolute（1001）
  --time even|scale 各行均匀排列（默认），或按时间比例排列，过长的静默会截去并标出
  --fold            把连续的同类报文段合为一行：48 个数据段、24 个 ACK
  --show 内容       报文段承载 HTTP 时：只画报文段（segments）、在箭头下方标出所承载的
                    报文（both，默认），或每个报文一个箭头（messages）
  --eyes 视角       由谁来读报文：client（客户端）、wire（链路，默认）或 server
                    （服务器）；一端在对方的报文完整之后才能读到
  --lang {languages}   图中文字的语言
  文件              .tcpflow 文件；- 表示标准输入

PNG 需要浏览器的字体：请在 VS Code 的时序图中保存（下箭头菜单），
或用自己的工具转换 SVG。

退出码：0 已完成，无论流程有无错误；2 无法运行。
`,
};
