/**
 * Why a text is no YAML, in Chinese, by the English sentence: that of the yaml package (its sources under compose, doc and parse) or of what
 * Docker Compose does not take. A part in parentheses is kept; one of `terms` is said in Chinese.
 */
const reasons: readonly (readonly [RegExp, string])[] = [
  [/^it is nested too deep$/, '嵌套过深'],
  [/^a directive that Docker Compose does not know$/, 'Docker Compose 不认识的指令'],
  [/^Docker Compose takes %YAML 1\.1 only$/, 'Docker Compose 只接受 %YAML 1.1'],
  [/^a control character$/, '含有控制字符'],
  [/^a tab where only spaces may stand$/, '此处只能用空格，却用了制表符'],
  [/^an escape that Docker Compose does not know$/, 'Docker Compose 不认识的转义'],
  [/^the anchor (&.*) holds more than letters, digits, - and _$/s, '锚点 $1 只能含字母、数字、- 和 _'],
  [/^(.*) is not of the kind (!!\w+)$/s, '$1 不是 $2 类型的值'],
  [/^All mapping items must start at the same column$/, '同一映射的各键没有对齐在同一列'],
  [/^All sequence items must start at the same column$/, '同一列表的各项没有对齐在同一列'],
  [/^Tabs are not allowed as indentation$/, '不能用制表符缩进'],
  [/^Nested mappings are not allowed in compact mappings$/, '同一行里不能再嵌套映射'],
  [/^Implicit keys need to be on a single line$/, '键必须写在一行内（是否漏了冒号？）'],
  [/^Implicit keys of flow sequence pairs need to be on a single line$/, '方括号内的键值对，键必须写在一行内'],
  [/^Implicit map keys need to be followed by map values$/, '键后面缺少冒号和值'],
  [/^The : indicator must be at most 1024 chars after the start of an implicit (?:block mapping|flow sequence) key$/, '键过长：冒号须在 1024 个字符以内'],
  [/^A block sequence may not be used as an implicit map key$/, '列表不能用作键'],
  [/^Block collections are not allowed within flow collections$/, '花括号或方括号内不能使用缩进写法'],
  [/^Block collection cannot start on same line with directives-end marker$/, '--- 所在的行不能开始映射或列表'],
  [/^Map keys must be unique$/, '键重复'],
  [/^Sequence item without - indicator$/, '列表项缺少开头的 -'],
  [/^Missing closing (["'])quote$/, '缺少收尾的引号 $1'],
  [/^Missing space after : in (.*)$/, '$1的 : 后缺少空格'],
  [/^Missing , between (.*) items$/, '$1的各项之间缺少 ,'],
  [/^Missing , or : between (.*) items$/, '$1的各项之间缺少 , 或 :'],
  [/^Missing directives-end(?:\/doc-start)? indicator line$/, '缺少 --- 行'],
  [/^Missing newline after block sequence props$/, '列表的锚点或标签之后须换行'],
  [/^Comments must be separated from other tokens by white space characters$/, '注释的 # 之前须有空格'],
  [/^Tags and anchors must be separated from the next token by white space$/, '标签或锚点之后须有空格'],
  [/^(.*) must end with a (\S+)$/, '$1须以 $2 结尾'],
  [/^(.*) in block collection must be sufficiently indented and end with a (\S+)$/, '$1须缩进足够，并以 $2 结尾'],
  [/^Flow end indicator should be more indented than parent$/, '收尾的括号缩进不足'],
  [/^Block scalars with more-indented leading empty lines must use an explicit indentation indicator$/, '多行文本开头的空行缩进更深，须写明缩进数'],
  [/^Block scalar values in collections must be indented$/, '多行文本须缩进'],
  [/^Block scalar lines must not be less indented than their .*$/, '多行文本中有缩进不足的行'],
  [/^Block scalar header includes extra characters.*$/s, '| 或 > 之后有多余的字符'],
  [/^Unexpected token in block scalar header.*$/s, '| 或 > 之后有多余的内容'],
  [/^Block scalar header not found$/, '缺少 | 或 >'],
  [/^Plain value cannot start with a tab character$/, '不加引号的值不能以制表符开头'],
  [/^Plain value cannot start with .*?(\S+)$/s, '不加引号的值不能以 $1 开头'],
  [/^Invalid escape sequence (.*)$/s, '无效的转义 $1'],
  [/^Expected a flow scalar value, but found.*$/s, '此处应为一个值'],
  [/^A node can have at most one tag$/, '一个值只能有一个标签'],
  [/^A node can have at most one anchor$/, '一个值只能有一个锚点'],
  [/^Anchors and tags must be after the (.*) indicator$/, '锚点和标签须写在 $1 之后'],
  [/^An alias node must not specify any properties$/, '别名上不能再写标签或锚点'],
  [/^Alias cannot be an empty string$/, '别名 * 之后缺少名称'],
  [/^Anchor cannot be an empty string$/, '锚点 & 之后缺少名称'],
  [/^(?:Alias|Anchor) ending in : is ambiguous$/, '名称以 : 结尾，含义不明'],
  [/^Unresolved alias.*$/s, '别名所指的锚点在此之前没有定义'],
  [/^Unresolved tag: (.*)$/s, '不认识的标签 $1'],
  [/^Could not resolve tag: (.*)$/s, '不认识的标签 $1'],
  [/^Not a valid tag: (.*)$/s, '无效的标签 $1'],
  [/^The (.*) tag has no suffix$/s, '标签 $1 不完整'],
  [/^Verbatim tags aren't resolved, so (.*) is invalid\.$/s, '标签 $1 无效'],
  [/^(\S+) used for \w+ collection, but expects .*$/, '标签 $1 与此处的值不符'],
  [/^Unsupported YAML version (.*)$/s, '不支持的 YAML 版本 $1'],
  [/^Unexpected empty item in (.*)$/, '$1里有空项'],
  [/^Unexpected (\S) in .*$/, '此处不该有 $1'],
  [/^Unexpected \S+ on same line with key$/, '键所在的行不能开始列表'],
  [/^Unexpected doc-end without preceding document$/, '... 之前没有内容'],
  [/^Unexpected (\S+)(?: token)?(?: at node end| in YAML (?:stream|document))?$/, '此处不该有$1'],
  [/^Map comment with trailing content$/, '注释之后还有内容'],
  [/^Not a YAML token.*$/s, '无法识别的内容'],
  [/^Unsupported token.*$/s, '无法识别的内容'],
];

/** What the package calls the parts of a text. */
const terms: Readonly<Record<string, string>> = {
  'flow map': '花括号内', 'flow sequence': '方括号内', 'Flow map': '花括号', 'Flow sequence': '方括号', 'block-map': '映射', 'block-seq': '列表', comment: '注释', newline: '换行',
  scalar: '值', 'double-quoted-scalar': '双引号文本', 'single-quoted-scalar': '单引号文本', 'block-scalar': '多行文本', 'flow-collection': '括号', alias: '别名', anchor: '锚点', tag: '标签',
  'seq-item-ind': '列表项', 'explicit-key-ind': '?', 'map-value-ind': '冒号', 'doc-start': '文档开头', 'doc-end': '文档结尾', 'flow-map-end': '}', 'flow-seq-end': ']', 'flow-error-end': '括号', comma: '逗号', space: '空格',
};

/** The reason in Chinese; one that is not known stays as it is. */
export function yamlReasonZh(reason: string): string {
  for (const [pattern, zh] of reasons) {
    const found = pattern.exec(reason);
    if (found !== null) return zh.replace(/\$(\d)/g, (_, group: string) => terms[found[Number(group)] ?? ''] ?? found[Number(group)] ?? '');
  }
  return reason;
}
