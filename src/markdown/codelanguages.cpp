#include "markdown/codelanguages.h"

namespace throughline::markdown {

namespace {

using Syntax = CodeLanguage::Syntax;
using Quotes = QList<CodeQuote>;

/// The words are separated by spaces.
struct Definition
{
    const char *names; ///< the first one is the language's own
    const char *keywords;
    const char *types;
    const char *constants;
    QList<QStringView> lineComments;
    QStringView commentOpen;
    QStringView commentClose;
    Quotes quotes;
    CodeTraits traits;
    Syntax syntax = Syntax::Words;
};

QStringList wordsOf(const char *text)
{
    return QString::fromLatin1(text).split(u' ', Qt::SkipEmptyParts);
}

const CodeQuote Double{u"\"", u"\""};
const CodeQuote Single{u"'", u"'"};
const CodeQuote DoubleLines{u"\"", u"\"", true, true};
const CodeQuote Backtick{u"`", u"`", true, true};
const CodeQuote RawBacktick{u"`", u"`", false, true};
const CodeQuote TripleDouble{u"\"\"\"", u"\"\"\"", true, true};
const CodeQuote TripleSingle{u"'''", u"'''", true, true};
const QStringView Slashes = u"//";
const QStringView Hash = u"#";
const QStringView Dashes = u"--";
const QStringView Open = u"/*";
const QStringView Close = u"*/";

/// The languages with braces and the comments of C.
QList<Definition> braces()
{
    using enum CodeTrait;
    return {
        {"c h",
            "auto break case const continue default do else enum extern for goto if inline register restrict "
            "return sizeof static struct switch typedef union volatile while _Atomic _Static_assert",
            "bool char double float int long short signed unsigned void size_t ssize_t int8_t int16_t "
            "int32_t "
            "int64_t uint8_t uint16_t uint32_t uint64_t FILE",
            "NULL true false", {Slashes}, Open, Close, {Double, Single}, HashStartsMeta},
        {"cpp c++ cc cxx hpp hxx cuda arduino objc objective-c objectivec",
            "alignas alignof and asm auto break case catch class co_await co_return co_yield concept const "
            "consteval constexpr constinit continue decltype default delete do else enum explicit export "
            "extern "
            "final for friend goto if inline mutable namespace new noexcept not operator or override private "
            "protected public register requires return sizeof static static_assert static_cast "
            "reinterpret_cast const_cast dynamic_cast struct switch template this thread_local throw try "
            "typedef typeid typename union using virtual volatile while",
            "bool char char8_t char16_t char32_t double float int long short signed unsigned void wchar_t "
            "size_t "
            "int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t string string_view vector map "
            "unordered_map set unique_ptr shared_ptr optional variant tuple pair array span function",
            "nullptr true false NULL", {Slashes}, Open, Close,
            {{u"R\"(", u")\"", false, true}, Double, Single}, HashStartsMeta | QuoteInNumbers},
        {"csharp c# cs",
            "abstract as async await base break case catch checked class const continue default delegate do "
            "else "
            "enum event explicit extern finally fixed for foreach get goto if implicit in init interface "
            "internal is lock namespace new operator out override params partial private protected public "
            "readonly record ref required return sealed set sizeof stackalloc static struct switch this "
            "throw "
            "try typeof unchecked unsafe using virtual volatile when where while yield",
            "bool byte char decimal double dynamic float int long nint object sbyte short string uint ulong "
            "ushort var void",
            "null true false", {Slashes}, Open, Close,
            {TripleDouble, {u"@\"", u"\"", false, true}, Double, Single}, HashStartsMeta | CapitalsAreTypes},
        {"java",
            "abstract assert break case catch class continue default do else enum extends final finally for "
            "if "
            "implements import instanceof interface native new package permits private protected public "
            "record "
            "return sealed static strictfp super switch synchronized this throw throws transient try var "
            "volatile while yield",
            "boolean byte char double float int long short void", "null true false", {Slashes}, Open, Close,
            {TripleDouble, Double, Single}, AtStartsMeta | CapitalsAreTypes},
        {"javascript js jsx mjs cjs node typescript ts tsx mts vue-ts",
            "abstract as async await break case catch class const continue debugger declare default delete "
            "do "
            "else enum export extends finally for from function get if implements import in infer instanceof "
            "interface is keyof let namespace new of private protected public readonly return satisfies set "
            "static super switch this throw try type typeof var while with yield",
            "any bigint boolean never number object string symbol unknown void",
            "null undefined true false NaN Infinity", {Slashes}, Open, Close, {Double, Single, Backtick},
            AtStartsMeta | CapitalsAreTypes},
        {"go golang",
            "break case chan const continue default defer else fallthrough for func go goto if import "
            "interface "
            "map package range return select struct switch type var",
            "any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 int64 "
            "rune "
            "string uint uint8 uint16 uint32 uint64 uintptr append cap close copy delete len make max min "
            "new "
            "panic print println recover",
            "nil true false iota", {Slashes}, Open, Close, {Double, Single, RawBacktick}, None},
        {"rust rs",
            "as async await break const continue crate dyn else enum extern fn for if impl in let loop match "
            "mod "
            "move mut pub ref return self static struct super trait type union unsafe use where while",
            "bool char f32 f64 i8 i16 i32 i64 i128 isize str u8 u16 u32 u64 u128 usize", "true false",
            {Slashes}, Open, Close,
            {{u"r#\"", u"\"#", false, true}, {u"r\"", u"\"", false, true}, DoubleLines, Single},
            HashStartsMeta | CapitalsAreTypes | QuoteIsOneLetter | NestedComments},
        {"swift",
            "actor as associatedtype async await break case catch class continue default defer deinit do "
            "else "
            "enum extension fallthrough fileprivate for func guard if import in indirect init inout internal "
            "is "
            "lazy let mutating nonisolated open operator override private protocol public repeat required "
            "rethrows return self some static struct subscript super switch throw throws try typealias var "
            "weak where while",
            "", "nil true false", {Slashes}, Open, Close, {TripleDouble, Double},
            AtStartsMeta | CapitalsAreTypes | HashStartsMeta | NestedComments},
        {"kotlin kt kts",
            "abstract actual annotation as break by catch class companion const constructor continue "
            "crossinline "
            "data do else enum expect external final finally for fun if import in infix init inline inner "
            "interface internal is lateinit object open operator out override package private protected "
            "public "
            "reified return sealed super suspend tailrec this throw try typealias val var vararg when where "
            "while",
            "", "null true false", {Slashes}, Open, Close, {TripleDouble, Double, Single},
            AtStartsMeta | CapitalsAreTypes | NestedComments},
        {"scala sc",
            "abstract case catch class def do else enum export extends extension final finally for given if "
            "implicit import lazy match new object override package private protected return sealed super "
            "then "
            "this throw trait try type using val var while with yield",
            "", "null true false", {Slashes}, Open, Close, {TripleDouble, Double, Single},
            AtStartsMeta | CapitalsAreTypes | QuoteIsOneLetter | NestedComments},
        {"dart",
            "abstract as assert async await break case catch class const continue default do else enum "
            "export "
            "extends extension external factory final finally for get if implements import in is late "
            "library "
            "mixin new on operator part required rethrow return sealed set static super switch sync this "
            "throw "
            "try typedef var void while with yield",
            "bool double dynamic int num", "null true false", {Slashes}, Open, Close,
            {TripleDouble, TripleSingle, Double, Single}, AtStartsMeta | CapitalsAreTypes},
        {"php",
            "abstract and array as break callable case catch class clone const continue declare default do "
            "echo "
            "else elseif empty enum extends final finally fn for foreach function global goto if implements "
            "include include_once instanceof insteadof interface isset list match namespace new or print "
            "private protected public readonly require require_once return static switch throw trait try "
            "unset "
            "use var while xor yield php",
            "bool float int iterable mixed never object string void", "null true false NULL TRUE FALSE",
            {Slashes, Hash}, Open, Close, {DoubleLines, {u"'", u"'", true, true}},
            DollarStartsMeta | CapitalsAreTypes},
        {"css scss less", "important and not or from to", "", "auto inherit initial none unset", {Slashes},
            Open, Close, {Double, Single}, AtStartsMeta | DashInWords | KeysBeforeColon},
        {"json json5 jsonc jsonl geojson", "", "", "true false null", {Slashes}, Open, Close,
            {Double, Single}, KeysBeforeColon},
    };
}

QList<Definition> others()
{
    using enum CodeTrait;
    return {
        {"python py python3 pycon ipython",
            "and as assert async await break case class continue def del elif else except finally for from "
            "global if import in is lambda match nonlocal not or pass raise return try while with yield",
            "bool bytes dict float frozenset int list object set str tuple type abs all any enumerate filter "
            "isinstance len map max min open print range repr reversed round self cls sorted sum super zip",
            "None True False", {Hash}, {}, {}, {TripleDouble, TripleSingle, Double, Single}, AtStartsMeta},
        {"ruby rb",
            "alias and begin break case class def defined do else elsif end ensure extend for if in include "
            "module next not or private protected public raise redo require require_relative rescue retry "
            "return self super then undef unless until when while yield attr_accessor attr_reader "
            "attr_writer",
            "puts print lambda proc", "nil true false", {Hash}, {}, {}, {DoubleLines, Single},
            AtStartsMeta | CapitalsAreTypes | CommentAfterSpace},
        {"sql mysql postgres postgresql sqlite plsql tsql psql",
            "add all alter and any as asc begin between by cascade case check column commit constraint "
            "create "
            "cross cte database default delete desc distinct do drop else end except exists explain for "
            "foreign "
            "from full function grant group having if in index inner insert intersect into is join key left "
            "like limit natural not nothing null of offset on or order outer over partition pragma primary "
            "procedure recursive references replace returning revoke right rollback select set table then "
            "transaction trigger truncate union unique update using vacuum values view when where window "
            "with",
            "bigint bigserial blob boolean bytea char date datetime decimal double float int integer "
            "interval "
            "json jsonb numeric real serial smallint text time timestamp timestamptz uuid varchar avg "
            "coalesce "
            "count max min now sum",
            "true false null", {Dashes, Hash}, Open, Close,
            {{u"'", u"'", false, true}, {u"\"", u"\"", false}}, IgnoresCase},
        {"bash sh shell zsh console shellscript shell-session ksh",
            "case do done elif else esac exit export fi for function if in local readonly return select set "
            "shift source then trap unset until while",
            "alias awk cat cd chmod chown cp curl cut docker echo eval exec find git grep head kill ln ls "
            "make "
            "mkdir mv npm pip printf pwd python read rm rsync sed sort ssh sudo tail tar test touch tr uniq "
            "wc wget xargs apt apt-get systemctl",
            "true false", {Hash}, {}, {}, {DoubleLines, {u"'", u"'", false, true}},
            DollarStartsMeta | CommentAfterSpace | DashInWords},
        {"powershell ps1 pwsh",
            "begin break catch class continue do else elseif end exit filter finally for foreach function if "
            "in "
            "param process return switch throw trap try until using while",
            "", "", {Hash}, u"<#", u"#>", {{u"\"", u"\"", false, true}, {u"'", u"'", false, true}},
            DollarStartsMeta | CapitalsAreTypes | DashInWords | IgnoresCase},
        {"lua",
            "and break do else elseif end for function goto if in local not or repeat return then until "
            "while",
            "ipairs pairs print require self setmetatable getmetatable string table math io os tonumber "
            "tostring "
            "type",
            "nil true false", {Dashes}, u"--[[", u"]]", {{u"[[", u"]]", false, true}, Double, Single}, None},
        {"perl pl pm",
            "and cmp cond die do each else elsif eq exists foreach for ge given gt if keys last le local lt "
            "map "
            "my ne next no not or our package print push qw redo require return say shift sort split strict "
            "sub unless until use values wantarray warn warnings when while",
            "", "undef", {Hash}, {}, {}, {DoubleLines, {u"'", u"'", true, true}},
            DollarStartsMeta | AtStartsMeta | CommentAfterSpace},
        {"r rlang", "break else for function if in library next repeat require return while",
            "c data.frame factor list matrix paste print vector", "NULL NA TRUE FALSE Inf NaN", {Hash}, {},
            {}, {DoubleLines, Single}, None},
        {"julia jl",
            "abstract baremodule begin break catch const continue do else elseif end export finally for "
            "function "
            "global if import in let local macro module mutable quote return struct try using where while",
            "", "nothing true false missing", {Hash}, u"#=", u"=#", {TripleDouble, Double, Single},
            AtStartsMeta | CapitalsAreTypes | QuoteIsOneLetter | NestedComments},
        {"haskell hs",
            "case class data default deriving do else forall foreign if import in infix infixl infixr "
            "instance "
            "let module newtype of qualified then type where",
            "", "", {Dashes}, u"{-", u"-}", {Double, Single},
            CapitalsAreTypes | QuoteIsOneLetter | NestedComments},
        {"elixir ex exs",
            "after alias and case catch cond def defimpl defmacro defmodule defp defprotocol defstruct do "
            "else "
            "end fn for if import in not or quote raise receive require rescue try unless unquote use when "
            "with",
            "", "nil true false", {Hash}, {}, {}, {TripleDouble, DoubleLines, Single},
            AtStartsMeta | CapitalsAreTypes},
        {"yaml yml", "", "", "true false null yes no on off", {Hash}, {}, {}, {Double, {u"'", u"'", false}},
            KeysBeforeColon | CommentAfterSpace | DashInWords},
        {"ini toml conf cfg properties dotenv env editorconfig", "", "", "true false", {Hash, u";"}, {}, {},
            {TripleDouble, TripleSingle, Double, {u"'", u"'", false}}, KeysBeforeEquals | CommentAfterSpace},
        {"dockerfile docker",
            "FROM AS RUN CMD LABEL EXPOSE ENV ADD COPY ENTRYPOINT VOLUME USER WORKDIR ARG ONBUILD STOPSIGNAL "
            "HEALTHCHECK SHELL",
            "", "", {Hash}, {}, {}, {Double, Single}, DollarStartsMeta | CommentAfterSpace},
        {"makefile make mk", "define else endef endif export ifdef ifeq ifndef ifneq include override", "",
            "", {Hash}, {}, {}, {Double, Single}, DollarStartsMeta | KeysBeforeColon | DashInWords},
        {"cmake",
            "if else elseif endif foreach endforeach while endwhile function endfunction macro endmacro "
            "return "
            "set unset include project option find_package add_executable add_library add_subdirectory "
            "target_link_libraries target_include_directories target_compile_definitions "
            "target_compile_options cmake_minimum_required install message",
            "PUBLIC PRIVATE INTERFACE REQUIRED VERSION STATIC SHARED", "ON OFF TRUE FALSE", {Hash}, u"#[[",
            u"]]", {DoubleLines}, DollarStartsMeta},
        {"html xml htm svg xhtml vue svelte xaml plist", "", "", "", {}, u"<!--", u"-->",
            {{u"\"", u"\"", false, true}, {u"'", u"'", false, true}}, None, Syntax::Markup},
        {"diff patch udiff", "", "", "", {}, {}, {}, {}, None, Syntax::Diff},
    };
}

struct Tables
{
    QList<CodeLanguage> languages;
    QHash<QString, qsizetype> indexByName;
    QStringList names;

    Tables()
    {
        const QList<Definition> definitions = braces() + others();
        for (const Definition &definition : definitions) {
            CodeLanguage language;
            language.syntax = definition.syntax;
            language.lineComments = definition.lineComments;
            language.commentOpen = definition.commentOpen;
            language.commentClose = definition.commentClose;
            language.quotes = definition.quotes;
            language.traits = definition.traits;
            const auto addWords = [&language](const char *text, CodeToken token) {
                const QStringList words = wordsOf(text);
                for (const QString &word : words) {
                    const bool ignoresCase = language.traits.testFlag(CodeTrait::IgnoresCase);
                    language.words.insert(ignoresCase ? word.toLower() : word, token);
                }
            };
            addWords(definition.types, CodeToken::Type);
            addWords(definition.keywords, CodeToken::Keyword);
            addWords(definition.constants, CodeToken::Number);
            const QStringList all = wordsOf(definition.names);
            for (const QString &name : all) {
                indexByName.insert(name, languages.size());
            }
            names.append(all[0]);
            languages.append(language);
        }
    }
};

/// Made when the first fence asks for it.
const Tables &tables()
{
    static const Tables all;
    return all;
}

} // namespace

const CodeLanguage *findCodeLanguage(const QString &name)
{
    const qsizetype index = tables().indexByName.value(name, -1);
    return index < 0 ? nullptr : &tables().languages[index];
}

QStringList codeLanguageNames()
{
    return tables().names;
}

} // namespace throughline::markdown
