"""The words of spam, by kind: patterns, looked for in any case and across lines."""

FRAUD = (
    r"direct deposit|(?:before|by) the next pay ?(?:day|roll|run)|"
    r"donat(?:e|ing|ion of) [^.]{0,40}(?:euros?|dollars?|pounds?|usd|gbp|million)|god bless|"
    r"next of kin|(?:barrister|attorney|solicitor) to (?:the )?late|deceased (?:client|customer)"
    r"|unclaimed (?:fund|inheritance|estate|deposit)s?|beneficiary of (?:the|a|my)|(?:million"
    r"|billion) (?:us |united states )?(?:dollars|pounds|euros|usd)|(?:\$|£|€|usd"
    r"|gbp) ?\d[\d.,]* ?(?:million|billion)|mutual(?:ly)? benefi\w+ (?:transaction|business)"
    r"|consignment box|diplomatic (?:agent|courier)|compensation fund|inheritance (?:fund|claim)"
    r"|transfer of funds? (?:to|into) your|late (?:husband|father|client)\b.{0,80}(?:fund|deposit|left)"
)
PRIZE = (
    r"you(?:['’]ve| have)? (?:been (?:selected|chosen)|won)\b|lottery|lucky winner|claim your (?:prize"
    r"|reward|gift|voucher|parcel)|congratulations[,! ].{0,60}(?:win|won|selected|prize|gift)|gift ?card"
    r"|free (?:iphone|ipad|samsung)|sweepstakes?"
)
BLACKMAIL = (
    r"(?:i|we) (?:have )?(?:recorded|hacked|infected|full access to) (?:you|your)"
    r"|webcam.{0,120}(?:bitcoin|video|record)|bitcoin (?:address|wallet)|btc (?:address|wallet)|(?:send"
    r"|pay|transfer) .{0,40}(?:bitcoin|btc|ethereum|usdt)"
)
PHISHING = (
    r"(?:verify|validate|confirm|update|re-?activate|unlock|restore|upgrade) (?:your |the )?(?:e-?mail "
    r"|mail ?box |bank |online |web ?mail |microsoft |office ?365 |paypal |apple )*(?:account|mail ?box"
    r"|password|identity|billing (?:information|details)|payment (?:information|details)|credentials"
    r"|log ?in)|mail ?box (?:is |has |storage )?(?:almost )?(?:full|exceeded|quota|limit|over)"
    r"|exceeded (?:its|your|the) (?:storage|mail ?box|quota)|(?:password|account|mail ?box)(?: for "
    r"[^.?!]{0,20}\S+)? (?:will "
    r"|is about to |is set to )?(?:be )?(?:expires?|expire|expiring|suspended|deactivated|terminated"
    r"|closed|locked|disabled)\b.{0,60}(?:today|24|48|hours|click|soon|unless|if you)"
    r"|pending (?:messages|e-?mails)|undelivered (?:messages|mails) (?:on|in|are|pending)"
    r"|unusual (?:sign|log)[- ]?in|keep (?:using )?(?:the |my |your )?(?:same |current )?password|(?:parcel"
    r"|package"
    r"|shipment) .{0,60}(?:could not be delivered|held|customs fee|redeliver|pending)|hmrc.{0,40}refund"
    r"|tax refund|invoice .{0,30}overdue .{0,60}(?:click|attached html)|docusign.{0,60}(?:click"
    r"|review document)|voice ?mail .{0,40}(?:click|listen|attached)"
)
ADULT = (
    r"\b(?:viagra|cialis|levitra|xanax|tramadol|cbd (?:oil|gumm\w+)|keto (?:diet|gumm\w+)|weight loss"
    r"|erectile|penis|enlarge\w*|hot (?:girls|singles|women)|porn\w*|sexy?\b.{0,20}(?:girl|women|chat"
    r"|video)|dating site|escorts?|russian (?:girls|brides)|online casino|casino bonus|free spins"
    r"|betting tips|(?:love|like) to (?:get to )?know you (?:better|more)|(?:send|see) (?:you )?my photos?"
    r"|(?:serious|long[- ]term) relationship)\b"
)
MARKETING = (
    r"\bseo\b|search engine optimi[sz]ation|(?:first|top|#1|1st) (?:page|rank\w*|position|spot) (?:of|on"
    r"|in) google|google (?:rank\w*|first page)|back ?links?\b|guest post\w*|(?:sponsored|paid) (?:posts?"
    r"|articles?|content|links?)|permanent link|do-?follow|link (?:insertion|building)"
    r"|domain authority|\bda ?\d\d\+?|(?:web|website|app|mobile app) (?:design|development"
    r"|redesign)(?: and \w+)? (?:company|services?|agency|team|firm)|(?:redesign|improve"
    r"|audit) (?:of )?your (?:web ?site|traffic)|organic traffic|(?:instagram|linkedin|facebook|tiktok"
    r"|youtube|twitter)(?: and \w+)? followers|social media (?:marketing|management"
    r"|followers)|explainer videos?|digital marketing (?:agency|services|company|expert)|lead generation"
    r"|b2b (?:leads|data|contacts|list)|(?:e-?mail|contact|attendees?|attendee'?s|customer|mailing"
    r"|users?) (?:data ?base|lists?) (?:of|for|with|available|at|includes)|(?:verified"
    r"|opt-in) (?:e-?mails?|contacts|leads)|attendees? list"
)
MONEY = (
    r"(?:crypto|bitcoin|forex|fx) trading|trading platform|turn (?:£|\$|€) ?\d[\d,.]* into|"
    r"domain (?:name )?(?:\S+ )?(?:is |will )?(?:registration|renewal|expir\w+)|listed (?:on"
    r"|in) search engines|solar (?:grant"
    r"|funding)"
    r"|free (?:solar|boiler|insulation)|dear home ?owner|check (?:your )?eligibility|government grant|"
    r"(?:business|personal|instant|quick|unsecured|low[- ]interest) loans?|loan offer|(?:\d+(?:\.\d+)?%"
    r"|low) interest rate|forex|crypto(?:currency)?(?: \w+)? (?:invest\w*|trading|profits?)"
    r"|passive income|work from home|make money|earn (?:up to )?[$£€]|double your|guaranteed (?:profit"
    r"|return|income)s?|investment opportunit\w+|financial freedom|risk[- ]free|get rich"
    r"|return on investment of|funding (?:for|of) your (?:business|project)|extra cash"
)
GOODS = (
    r"(?:team of|our) \d+ (?:developers|engineers|designers)|(?:build|develop"
    r"|design)\w* (?:\w+ ){0,3}(?:apps|websites)"
    r"|at (?:an? )?(?:low|affordable) (?:cost|price)|send you (?:a|our|my) (?:proposal|portfolio|quote)"
    r"|virtual assistants?|data entry (?:services?|work)|offshore (?:team|develop\w+|staff)"
    r"|outsourc\w+ (?:company"
    r"|partner|services?|your)|cut your costs|from \$ ?\d+ ?(?:/|per|an?) ?(?:hour|month)|white[- ]label|"
    r"(?:replica|luxury) watch\w*|cheap (?:price|rolex|pills|flights|software)|(?:best|lowest|factory"
    r"|competitive|wholesale) prices?\b|your best (?:price|quot\w+)|attached (?:purchase order|p\.?o\b|rfq"
    r"|quotation)|we are (?:a |the )?(?:\w+ ){0,3}(?:manufacturer|factory|exporter"
    r"|wholesaler|supplier of (?:led|solar|packag\w+|promotional))|moq\b|our (?:catalogue|catalog"
    r"|price ?list)|limited[- ]time offer|special (?:offer|discount|promotion)|(?:up to )?\d\d% (?:off"
    r"|discount)|act now|order now|buy now|shop now|click here|don['’]t miss (?:out|this)|free (?:trial"
    r"|quote|demo|consultation|sample)|while stocks last|exclusive (?:deal|offer)"
)
MANNER = (
    r"dear (?:sir ?/ ?madam|beneficiary|friend|customer|user|account (?:owner|user)|valued"
    r"|e-?mail (?:user|owner)|webmaster|site owner|business owner|lucky|beloved|winner|sirs?)\b"
    r"|greetings of the day|i came across your (?:web ?site|company|profile)|(?:reach"
    r"|reaching) out (?:to see|because|as)|i hope this (?:e-?mail|message) (?:finds|reaches)|(?:quick"
    r"|15[- ]?minute|short|brief) (?:call|chat|demo)\b|(?:reply|respond) (?:with|back) (?:your"
    r"|[\"“']?(?:stop|unsubscribe|yes|interested))|not interested|opt[- ]?out|kindly (?:reply|respond|find"
    r"|see|check"
    r"|contact|send|click|confirm|revert|provide)|urgent (?:reply|response|attention|business)"
    r"|strictly confidential|100% (?:free|genuine|guaranteed|legit\w*)|!!!|\$\$\$|whats ?app|telegram"
)

PITCH = (
    r"bubbling this (?:up|back)|(?:circling|looping) back (?:on|to) (?:this|my)|bumping this|top of your "
    r"inbox"
    r"|won['’]t (?:bug|bother|chase) you|if you(?:['’]re| are) not the right (?:person|contact)"
    r"|(?:love|like|happy) to (?:show|walk) you (?:how|what|through (?:our|the))|worth a (?:quick|short"
    r"|brief)"
    r"|open to (?:a|an|having|hearing) (?:\w+[ -]){0,2}(?:minute|min|call|chat|demo|conversation)"
    r"|(?:our|\w+) (?:customers|clients) (?:cut|save|reduce|increase|grow|see) [^.?!]{0,40}\d+ ?%"
    r"|(?:firms|companies|teams|businesses|organi[sz]ations) like yours|(?:\d\d|ten|fifteen|twenty|thirty)"
    r"[- ]?min(?:ute)?s? (?:call|chat|demo|conversation)|no[- ]obligation|do you need a (?:reliable"
    r"|professional)"
    r"|hop on a (?:quick |short )?call|pick your brain|oferta współpracy|pozyskiw\w+ klientów|neue kunden "
    r"gewinnen"
    r"|(?:bases?|base de) (?:de )?données (?:de )?(?:clients|prospects)|offre exclusive|sonderangebot"
)
BOSS = (
    r"are you (?:at your desk|available right now|in the office\?|free right now)|(?:new|first[- ]time) "
    r"beneficiary"
    r"|process an? (?:urgent )?(?:wire|payment|transfer|bank transfer)|(?:can(?:not|['’]t)|unable to) "
    r"(?:talk|take (?:any )?calls)|(?:quick|urgent) (?:task|favou?r)|change of (?:our )?bank (?:details"
    r"|account)|bank account is (?:under|being) [^.]{0,20}audit|(?:remit|pay|transfer)\b[^.?!]{0,80} to our "
    r"new (?:bank )?account"
)
AWARD = (
    r"(?:shortlisted|nominated|selected|chosen)\b.{0,120}\b(?:award|of the year|winner|magazine|edition)"
    r"|(?:gold|silver|platinum|premium) package|trophy|logo licen[cs]e"
    r"|(?:internet|network) (?:brand|keyword)|(?:brand|trade ?mark|trade name|domain)s?\b.{0,120}\bin "
    r"(?:asia|china)|final notice of (?:\w+ )?registration|\.cn\b.{0,40}\.(?:asia|hk|tw)"
)
PARCEL = (
    r"(?:colis|paquet|paket|sendung|paquete|envío|pacco|pakket|paczk\w+|przesyłk\w+|parcel).{0,120}(?:frais "
    r"de"
    r" douane|dédouan\w+|zollgebühr\w*|zugestellt|aduana|dogan\w+|invoerrechten|opłat\w+|cliquez|klicken)"
)

KINDS: tuple[tuple[int, str, str], ...] = (
    (3, "advance-fee fraud", FRAUD),
    (3, "a prize", PRIZE),
    (3, "blackmail", BLACKMAIL),
    (3, "phishing", PHISHING),
    (3, "medicines or adult content", ADULT),
    (3, "an offer of marketing services", MARKETING),
    (3, "a parcel that nobody sent", PARCEL),
    (2, "a boss who is in a hurry", BOSS),
    (2, "an award or a register that costs money", AWARD),
    (2, "a sales call", PITCH),
    (2, "an offer of money", MONEY),
    (2, "goods that nobody asked for", GOODS),
    (1, "the manner of an advertisement", MANNER),
)
"""Each kind with its points and its name in words."""
