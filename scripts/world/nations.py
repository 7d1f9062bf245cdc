"""The nations of the fictional worlds before they have coasts: where each lies, how large it is, its cities."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seed:
    """One nation before it has a coast: a disc and the names of its cities, the seat of government first."""

    nation: str
    lat_deg: float
    lon_deg: float
    radius_deg: float
    cities: tuple[str, ...]


CONTINENTS: tuple[tuple[Seed, ...], ...] = (
    (
        Seed("alder", 48.0, 52.0, 8.0, ("Oslavette", "Karrowmere", "Tynvalla", "Ummerstrand", "Brezhollow")),
        Seed("cedar", 29.0, 52.0, 7.0, ("Quenzaro", "Ishtavel", "Marrubad", "Zoulenne", "Hadrimoor")),
    ),
    (
        Seed("fir", 60.0, 95.0, 9.0, ("Skaldrohm", "Vintergaunt", "Hjelmuska", "Norrabeck")),
        Seed(
            "birch",
            38.0,
            87.0,
            8.0,
            ("Velmarune", "Ossendray", "Lindakesh", "Taroviel", "Pellanquin", "Grauvost"),
        ),
    ),
    (Seed("dogwood", 15.0, 105.0, 7.0, ("Sanguara", "Mirelotte", "Pelambrine", "Tuvakoor", "Jessarine")),),
    (Seed("elm", 8.0, 72.0, 6.0, ("Corvandis", "Ulmarette", "Sheraploon", "Dravikot")),),
    (Seed("hazel", -15.0, 20.0, 11.0, ("Nokombera", "Avelluna", "Mbelavira", "Zuritembe", "Kellowaye")),),
    (
        Seed(
            "juniper",
            -25.0,
            130.0,
            11.0,
            ("Warrendulla", "Ginebrilla", "Tallowick", "Yarvadoon", "Koolabrae"),
        ),
    ),
    (
        Seed(
            "larch",
            45.0,
            -100.0,
            13.0,
            ("Mellowick", "Larisquam", "Chattenook", "Harlowgate", "Wendaska", "Ottoquin"),
        ),
    ),
    (Seed("maple", 5.0, -60.0, 11.0, ("Acerola Bay", "Guavarine", "Sapucanta", "Orimquay", "Tepuvelha")),),
    (Seed("oak", -40.0, -65.0, 9.0, ("Querandora", "Robledonia", "Encinavar", "Valdehoja", "Ombuela")),),
    (Seed("pine", 65.0, 20.0, 7.0, ("Tallsundra", "Furulasta", "Kaarnuvik", "Resinholm")),),
)

# Fourteen more, three or four to a continent, far from the first twelve and from everything that scenarios do there.
FAR_CONTINENTS: tuple[tuple[Seed, ...], ...] = (
    (
        Seed("ginkgo", 41.0, -20.0, 8.0, ("Ennivalt", "Otsumere", "Biloquay", "Maidenfan")),
        Seed("ironwood", 29.0, -11.0, 7.0, ("Hardanquil", "Ostrevane", "Carpinol", "Brennagarth")),
        Seed("kapok", 18.0, -22.0, 7.5, ("Ceibarra", "Lanumbo", "Sedavoor", "Oyambeka")),
        Seed("nutmeg", 31.0, -32.0, 8.0, ("Myristane", "Bandoquil", "Treshamoor", "Macewell")),
    ),
    (
        Seed("quince", 51.0, 146.0, 9.0, ("Marmelune", "Codrovia", "Pomarance Head", "Estefal")),
        Seed("rowan", 45.0, 163.0, 7.5, ("Sorbenhagg", "Vogelbeek", "Luxmarrow", "Keirnadale")),
        Seed("spruce", 36.0, 140.0, 7.0, ("Piceladra", "Smerekant", "Granvoll", "Zapinuo")),
        Seed("teak", 30.0, 153.0, 7.5, ("Jatiwarra", "Tectonby", "Sagwanelle", "Kyunmaro")),
    ),
    (
        Seed("ulmo", -20.0, -160.0, 8.0, ("Eucryphine", "Mielaroa", "Valdulma", "Tenihue")),
        Seed("vatica", -26.0, -144.0, 8.0, ("Resakhul", "Dipteroon", "Merbalanta", "Chengalore")),
        Seed("willow", -40.0, -152.0, 8.5, ("Salixmere", "Osierton", "Vimberlay", "Withyhaven")),
    ),
    (
        Seed("xylosma", -36.0, 60.0, 7.5, ("Brushollow", "Kogilande", "Coronellan", "Maransay")),
        Seed("yew", -50.0, 70.0, 8.0, ("Taxenmoor", "Ibharrow", "Fortinelle", "Eskembeck")),
        Seed("zelkova", -36.0, 80.0, 8.0, ("Keyakuma", "Abelitsar", "Serratone", "Nirevko")),
    ),
)
HOME = CONTINENTS + FAR_CONTINENTS
# Another planet: 26 nations, an island each, 2,500 to 4,700 km from the nearest.  Their names go out from Alder, so
# that the first of them are neighbours.
MANY: tuple[tuple[Seed, ...], ...] = (
    (Seed("alder", 31.0, 0.0, 7.5, ("Oslavette", "Karrowmere", "Tynvalla")),),
    (Seed("birch", 53.0, -7.0, 6.5, ("Velmarune", "Ossendray", "Lindakesh")),),
    (Seed("cedar", -2.0, 19.0, 8.0, ("Quenzaro", "Ishtavel", "Marrubad")),),
    (Seed("dogwood", 28.0, 49.0, 7.5, ("Sanguara", "Mirelotte", "Pelambrine")),),
    (Seed("elm", 1.0, -32.0, 7.5, ("Corvandis", "Ulmarette", "Sheraploon")),),
    (Seed("fir", 26.0, -51.0, 8.0, ("Skaldrohm", "Vintergaunt", "Hjelmuska")),),
    (Seed("ginkgo", 61.0, 62.0, 7.0, ("Ennivalt", "Otsumere", "Biloquay")),),
    (Seed("hazel", 59.0, -67.0, 7.0, ("Nokombera", "Avelluna", "Mbelavira")),),
    (Seed("ironwood", -32.0, 14.0, 8.0, ("Hardanquil", "Ostrevane", "Carpinol")),),
    (Seed("juniper", 3.0, 74.0, 7.5, ("Warrendulla", "Ginebrilla", "Tallowick")),),
    (Seed("kapok", -33.0, -45.0, 8.0, ("Ceibarra", "Lanumbo", "Sedavoor")),),
    (Seed("larch", -5.0, -78.0, 7.5, ("Mellowick", "Larisquam", "Chattenook")),),
    (Seed("maple", 33.0, 103.0, 7.5, ("Acerola Bay", "Guavarine", "Sapucanta")),),
    (Seed("nutmeg", 58.0, 142.0, 6.5, ("Myristane", "Bandoquil", "Treshamoor")),),
    (Seed("oak", 58.0, -144.0, 6.5, ("Querandora", "Robledonia", "Encinavar")),),
    (Seed("pine", 28.0, -108.0, 8.0, ("Tallsundra", "Furulasta", "Kaarnuvik")),),
    (Seed("quince", -34.0, 72.0, 7.5, ("Marmelune", "Codrovia", "Pomarance Head")),),
    (Seed("rowan", -62.0, 35.0, 6.5, ("Sorbenhagg", "Vogelbeek", "Luxmarrow")),),
    (Seed("spruce", -31.0, -93.0, 7.5, ("Piceladra", "Smerekant", "Granvoll")),),
    (Seed("teak", 25.0, -149.0, 7.5, ("Jatiwarra", "Tectonby", "Sagwanelle")),),
    (Seed("ulmo", 25.0, 153.0, 7.5, ("Eucryphine", "Mielaroa", "Valdulma")),),
    (Seed("vatica", -1.0, 128.0, 7.5, ("Resakhul", "Dipteroon", "Merbalanta")),),
    (Seed("willow", -4.0, -133.0, 7.5, ("Salixmere", "Osierton", "Vimberlay")),),
    (Seed("xylosma", -34.0, 125.0, 7.5, ("Brushollow", "Kogilande", "Coronellan")),),
    (Seed("yew", -34.0, -142.0, 7.5, ("Taxenmoor", "Ibharrow", "Fortinelle")),),
    (Seed("zelkova", -3.0, 169.0, 7.0, ("Keyakuma", "Abelitsar", "Serratone")),),
)
