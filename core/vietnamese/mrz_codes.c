/*
 * Codes of states in machine-readable zones (ICAO Doc 9303 part 3, section
 * 5): ISO 3166-1 alpha-3, some that only travel papers use, and some of the
 * past that papers still carry.
 */
#include "core/vietnamese/mrz.h"

#include <string.h>

static const char states[] =
    " ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE"
    " BDI BEL BEN BES BFA BGD BGR BHR BHS BIH BLM BLR BLZ BMU BOL BRA BRB"
    " BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL COM"
    " CPV CRI CUB CUW CXR CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI"
    " ESH ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN"
    " GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV HTI HUN"
    " IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ"
    " KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC"
    " MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ MRT"
    " MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR NPL NRU"
    " NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT"
    " REU ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM"
    " SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL"
    " TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT"
    " VEN VGB VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE ";

static const char special[] =
    " D EUE GBD GBN GBO GBP GBS IAO RKS UNA UNK UNO UTO XBA XCC XCE XCO XDC"
    " XEC XES XIM XMP XOM XPO XXA XXB XXC XXX ANT NTZ XXK ";

static bool
is_listed(const char *list, const char *code, size_t len)
{
	for (const char *at = list; (at = strstr(at, code)) != NULL; at++)
		if (at[-1] == ' ' && at[len] == ' ')
			return true;
	return false;
}

bool
mrz_code_known(const char *code)
{
	size_t len = strlen(code);

	return len > 0 && len <= 3 && strchr(code, ' ') == NULL &&
	    (is_listed(states, code, len) || is_listed(special, code, len));
}
