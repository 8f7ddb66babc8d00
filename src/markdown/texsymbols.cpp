#include "markdown/texsymbols.h"

#include <QHash>
#include <QStringList>

namespace throughline::markdown {

namespace {

using Role = TexNode::Role;
using Face = TexNode::Face;

/// Pairs of a command and its sign, separated by spaces.
constexpr const char *Greek =
    "alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ "
    "lambda λ mu μ nu ν xi ξ pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ "
    "chi χ psi ψ omega ω ell ℓ hbar ℏ imath ı jmath ȷ";
constexpr const char *Ordinary =
    "Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω infty ∞ partial ∂ "
    "nabla ∇ forall ∀ exists ∃ nexists ∄ emptyset ∅ varnothing ∅ Re ℜ Im ℑ aleph ℵ wp ℘ prime ′ angle ∠ "
    "triangle △ square □ blacksquare ■ neg ¬ lnot ¬ top ⊤ bot ⊥ ldots … dots … cdots ⋯ vdots ⋮ ddots ⋱ dotsc "
    "… dotsb ⋯ "
    "degree ° checkmark ✓ dagger † S § P ¶ backslash \\ % % $ $ # # & & _ _ { { } }";
constexpr const char *Binary = "pm ± mp ∓ times × div ÷ cdot ⋅ ast ∗ star ⋆ circ ∘ bullet ∙ oplus ⊕ ominus ⊖ "
                               "otimes ⊗ odot ⊙ cup ∪ cap ∩ "
                               "setminus ∖ land ∧ wedge ∧ lor ∨ vee ∨ sqcup ⊔ sqcap ⊓ uplus ⊎ bmod mod";
constexpr const char *Relations =
    "leq ≤ le ≤ geq ≥ ge ≥ neq ≠ ne ≠ equiv ≡ approx ≈ sim ∼ simeq ≃ cong ≅ propto ∝ ll ≪ gg ≫ in ∈ notin ∉ "
    "ni ∋ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ nsubseteq ⊈ to → rightarrow → leftarrow ← gets ← "
    "leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ implies ⟹ impliedby ⟸ iff ⟺ "
    "longrightarrow ⟶ longleftarrow ⟵ Longrightarrow ⟹ mapsto ↦ uparrow ↑ downarrow ↓ mid ∣ nmid ∤ parallel "
    "∥ "
    "perp ⊥ models ⊨ vdash ⊢ prec ≺ succ ≻ preceq ≼ succeq ≽ doteq ≐ triangleq ≜ coloneqq ≔ asymp ≍ "
    "rightharpoonup ⇀ rightleftharpoons ⇌ hookrightarrow ↪ leqslant ⩽ geqslant ⩾ lt < gt > colon :";
constexpr const char *Openings = "langle ⟨ lfloor ⌊ lceil ⌈ lbrace { lbrack [ lvert | lVert ‖";
constexpr const char *Closings = "rangle ⟩ rfloor ⌋ rceil ⌉ rbrace } rbrack ] rvert | rVert ‖";
constexpr const char *Bars = "vert | Vert ‖ | ‖";
constexpr const char *Big =
    "sum ∑ prod ∏ coprod ∐ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ bigvee ⋁ bigwedge ⋀";
constexpr const char *Integrals = "int ∫ iint ∬ iiint ∭ oint ∮";
constexpr const char *Names =
    "sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh coth exp log ln lg deg dim "
    "hom ker arg";
constexpr const char *NamesWithLimits = "lim limsup liminf max min sup inf det gcd Pr argmax argmin";
constexpr const char *Accents = "hat ˆ widehat ˆ tilde ˜ widetilde ˜ bar ‾ overline ‾ vec → overrightarrow → "
                                "dot ˙ ddot ¨ check ˇ breve ˘ acute ´ grave `";

QStringList listOf(const char *text)
{
    return QString::fromUtf8(text).split(u' ', Qt::SkipEmptyParts);
}

TexNode symbol(const QString &text, Role role, Face face = Face::Upright, bool hasLimits = false)
{
    TexNode node;
    node.kind = TexNode::Kind::Symbol;
    node.text = text;
    node.role = role;
    node.face = face;
    node.hasLimits = hasLimits;
    return node;
}

QHash<QString, TexNode> makeSymbols()
{
    QHash<QString, TexNode> symbols;
    const auto addPairs = [&symbols](
                              const char *text, Role role, Face face = Face::Upright, bool limits = false) {
        const QStringList list = listOf(text);
        for (qsizetype i = 0; i + 1 < list.size(); i += 2) {
            symbols.insert(list[i], symbol(list[i + 1], role, face, limits));
        }
    };
    addPairs(Greek, Role::Ordinary, Face::Italic);
    addPairs(Ordinary, Role::Ordinary);
    addPairs(Binary, Role::Binary);
    addPairs(Relations, Role::Relation);
    addPairs(Openings, Role::Opening);
    addPairs(Closings, Role::Closing);
    addPairs(Bars, Role::Ordinary);
    addPairs(Big, Role::Operator, Face::Upright, true);
    addPairs(Integrals, Role::Operator);
    for (const QString &name : listOf(Names)) {
        symbols.insert(name, symbol(name, Role::Operator));
    }
    for (const QString &name : listOf(NamesWithLimits)) {
        symbols.insert(name, symbol(name, Role::Operator, Face::Upright, true));
    }
    return symbols;
}

} // namespace

std::optional<TexNode> texSymbol(const QString &command)
{
    static const QHash<QString, TexNode> symbols = makeSymbols();
    const auto found = symbols.constFind(command);
    return found == symbols.cend() ? std::nullopt : std::optional(*found);
}

TexNode texCharacter(const QString &character)
{
    const QChar c = character[0];
    if (c == u'-') {
        return symbol(QStringLiteral("−"), Role::Binary);
    }
    if (c == u'*') {
        return symbol(QStringLiteral("∗"), Role::Binary);
    }
    if (c == u'+' || QStringView(u"±×÷⋅∘∪∩").contains(c)) {
        return symbol(character, Role::Binary);
    }
    if (QStringView(u"=<>:≤≥≠≈≡∈→⇒⇔∼∝⊂⊆").contains(c)) {
        return symbol(character, Role::Relation);
    }
    if (c == u'(' || c == u'[') {
        return symbol(character, Role::Opening);
    }
    if (c == u')' || c == u']' || c == u'!') {
        return symbol(character, Role::Closing);
    }
    if (c == u',' || c == u';') {
        return symbol(character, Role::Punctuation);
    }
    const bool isItalic = c.isLetter() && c.script() <= QChar::Script_Cyrillic;
    return symbol(character, Role::Ordinary, isItalic ? Face::Italic : Face::Upright);
}

QString texAccent(const QString &command)
{
    static const QStringList accents = listOf(Accents);
    const qsizetype at = accents.indexOf(command);
    return at >= 0 && at % 2 == 0 ? accents[at + 1] : QString();
}

QString texBlackboard(QChar letter)
{
    static const QStringList letters = listOf("C ℂ H ℍ N ℕ P ℙ Q ℚ R ℝ Z ℤ 1 𝟙 E 𝔼");
    const qsizetype at = letters.indexOf(QString(letter));
    return at >= 0 && at % 2 == 0 ? letters[at + 1] : QString(letter);
}

std::optional<TexEnvironment> texEnvironment(const QString &name)
{
    QString plain = name;
    if (plain.endsWith(u'*')) {
        plain.chop(1);
    }
    if (plain == u"aligned" || plain == u"align" || plain == u"split") {
        return TexEnvironment{QStringLiteral("rl"), {}, {}};
    }
    if (plain == u"cases") {
        return TexEnvironment{QStringLiteral("ll"), QStringLiteral("{"), {}};
    }
    if (plain == u"gathered" || plain == u"gather" || plain == u"equation" || plain == u"matrix" ||
        plain == u"smallmatrix") {
        return TexEnvironment{QStringLiteral("c"), {}, {}};
    }
    if (plain == u"pmatrix") {
        return TexEnvironment{QStringLiteral("c"), QStringLiteral("("), QStringLiteral(")")};
    }
    if (plain == u"bmatrix") {
        return TexEnvironment{QStringLiteral("c"), QStringLiteral("["), QStringLiteral("]")};
    }
    if (plain == u"vmatrix") {
        return TexEnvironment{QStringLiteral("c"), QStringLiteral("|"), QStringLiteral("|")};
    }
    return std::nullopt;
}

} // namespace throughline::markdown
