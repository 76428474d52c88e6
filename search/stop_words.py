"""Words too common to search for, folded (no accents), by language.

The French list is Snowball's, as Lucene uses it, without the forms of "été": a reader looking for
a summer programme means it. The English list is Lucene's.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FRENCH = _words("""
    a ai aie aient aies ait as au aura aurai auraient aurais aurait auras aurez auriez aurions
    aurons auront aux avaient avais avait avec avez aviez avions avons ayant ayez ayons c ce ceci
    cela ces cet cette d dans de des du elle en es est et etaient etais etait etant etes etiez
    etions eu eue eues eumes eurent eus eusse eussent eusses eussiez eussions eut eutes eux fumes
    furent fus fusse fussent fusses fussiez fussions fut futes ici il ils j je l la le les leur
    leurs lui m ma mais me meme mes moi mon n ne nos notre nous on ont ou par pas pour qu que quel
    quelle quelles quels qui s sa sans se sera serai seraient serais serait seras serez seriez
    serions serons seront ses soi soient sois soit sommes son sont soyez soyons suis sur t ta te
    tes toi ton tu un une vos votre vous y
""")
ENGLISH = _words("""
    a an and are as at be but by for if in into is it no not of on or such that the their then
    there these they this to was will with
""")
ELIDED_FRENCH = _words("""
    l m t qu n s j d c jusqu quoiqu lorsqu puisqu presqu quelqu entr
""")
"""What stands before an apostrophe and is dropped; not "aujourd", which is half a word."""

WEAK_FRENCH = _words("""
    afin ai aider aller alors apres aucun aucune aussi autour autre autres autrement avant beaucoup
    besoin bien bout car cas certain certains chacun chaque cherche chercher chez combien comme
    comment concret concrets connait contre davantage deja dehors depuis devoir doit doivent donc
    dont encore enfin entre exemple exemples facon faire faisons fait faites falloir faut font hors
    jamais lors manque meme mettre mieux moins ni oui parce parfois part partie peu peut peuvent
    plus plusieurs plutot pourquoi pouvoir pres presque puis quand quelque quelques rien sait savoir
    si souvent sous tant tel telle tels tous tout toute toutes tres trop trouver va vers veulent
    veut voir voire vont vouloir voudrais vrai vraie vraies vrais
""")
"""What questions are made of, folded: never looked for when something else is asked."""
WEAK_ENGLISH = _words("""
    about after all also any around before can could do does each every example examples few find
    from get have how i its just make many more most much my need often only our out over own people
    run should so some than them too up want we what when where which who why without would you your
""")
