/*
 * What the shipped forms say in the words of HTCDS 2.0 (IOM, CC BY 4.0): every
 * name is one of the standard's and not a deprecated one, every value of a
 * choice stands in the field's own list, the table of the 38 core fields in
 * forms/README.md names questions that carry them, and a field without a
 * question says in both languages where it comes from instead.
 * TN_FORMS names another folder.
 */
#include "core/base/files.h"
#include "core/form/fill.h"
#include "core/procedure/lists.h"
#include "core/procedure/procedure.h"
#include "tests/t.h"

#include <stdlib.h>

#define README_MAX (1024 * 1024)
#define CORE 38
#define NAME "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"

/* Names with their prefixes; a `!` before one: core. */
static const char *const names[] = {
	"org_Name", "org_ShippingStreet", "org_ShippingCity",
	"org_ShippingState", "org_ShippingPostalCode", "org_ShippingCountry",
	"org_ShippingLongitude", "org_ShippingLatitude", "org_Phone",
	"org_Type",
	"!prs_Salutation", "!prs_FirstName", "!prs_SecondName",
	"prs_MiddleName", "!prs_Birthdate", "!prs_Gender", "prs_Deceased",
	"prs_MaritalStatus", "prs_NumberOfChildren", "prs_PrimaryLanguage",
	"prs_SecondaryLanguage", "prs_HighestLevelOfEducation",
	"!prs_Citizenship", "prs_IdentityNumber", "!prs_Title", "!prs_Email",
	"!prs_HomePhone", "!prs_MobilePhone", "!prs_MailingStreet",
	"!prs_MailingCity", "!prs_MailingState", "!prs_MailingPostalCode",
	"!prs_MailingCountry", "prs_MailingLongitude", "prs_MailingLatitude",
	"!vic_TraffickingStatus", "!vic_TraffickingStatusDecisionMakingOrg",
	"vic_RelationshipToTrafficker", "vic_AgeWhenTrafficked",
	"vic_RecruitmentWebsitesAndApps", "!vic_MethodOfRecruitment",
	"!vic_LocationOfRecruitment", "!vic_MethodsOfControl",
	"!vic_TypeOfExploitation", "!vic_ForcedLabourIndustry",
	"!vic_TypeOfSexExploitation", "!vic_LocationOfExploitation",
	"vic_ExploitationWebsitesAndApps",
	"per_RoleInProcess", "per_RoleDetails", "per_Organisation",
	"!cas_Status", "!cas_ReasonForCaseClosure", "!cas_CaseOwner",
	"!cas_ReferringOrganisation", "!cas_ReferringPrimaryCaseWorker",
	"!cas_IncomingReferralDate", "!cas_ReasonForIncomingReferral",
	"!cas_IncomingReferralDetails", "!cas_ReferredOrganisation",
	"!cas_ReferredPrimaryCaseWorker", "!cas_OutgoingReferralDate",
	"!cas_ReasonForOutgoingReferral", "!cas_OutgoingReferralDetails",
	"cco_CaseComment",
	"hte_Street", "hte_City", "hte_State", "hte_PostalCode",
	"hte_Country", "hte_Longitude", "hte_Latitude", "hte_Date",
	"hte_Description", "hte_Type",
	"spl_Objectives", "spl_ActionPlan", "spl_PlannedEndDate",
	"spl_ActualEndDate", "spl_Type", "!con_Consent",
};

/* Fields that are chosen, and all their values between blanks. */
static const struct {
	const char *name, *values;
} lists[] = {
	{ "prs_Gender", " Feminine Masculine TransgenderFeminine "
	    "TransgenderMasculine NonConforming NonSpecifiedUnknown " },
	{ "prs_MaritalStatus", " Single Married Widowed Divorced Separated "
	    "RegisteredPartnership " },
	/* ISO 639-2: those of them that the shipped list means. */
	{ "prs_PrimaryLanguage", " hmn khm lao zho eng sgn " },
	{ "prs_HighestLevelOfEducation", " EarlyChildhoodEducation "
	    "PrimaryEducation LowerSecondaryEducation "
	    "UpperSecondaryEducation PostSecondaryNonTertiaryEducation "
	    "ShortCycleTertiaryEducation BachelorsOrEquivalentLevel "
	    "MastersOrEquivalentLevel DoctoralOrEquivalentLevel " },
	{ "vic_TraffickingStatus", " PossibleVictimOfTrafficking "
	    "ActualVictimOfTrafficking NotAVictimOfTrafficking " },
	{ "vic_TraffickingStatusDecisionMakingOrg", " Police NGO "
	    "CourtOrProsecution NonPoliceGovernmentalOrganization Other " },
	{ "vic_RelationshipToTrafficker",
	    " Familial Acquainted Unaquainted " },
	{ "vic_RecruitmentWebsitesAndApps", " Facebook Instagram WhatsApp "
	    "Telegram FacebookMessenger Viber SnapChat Line 4Sale WeChat QQ "
	    "QZone TikTok Twitter Other " },
	{ "vic_MethodOfRecruitment", " AtAPlaceOfBusiness "
	    "AtAnEducationalInstitution AtWork ThroughOnlineSocialNetworks "
	    "ThroughAnOnlineAdvertisement ThroughATelevisionAdvert "
	    "ThroughANewspaperAdvert ThroughFamilyOrFamilyEvents "
	    "ThroughFriendsOrSocialEvents Other " },
	{ "vic_MethodsOfControl", " PhysicalThreats ThreatsLawEnforcement "
	    "ThreatensChildrenFamily DebtBondage FalsePromises PhysicalAbuse "
	    "SexualAbuse TakesEarnings RestrictsFinancialAccess "
	    "RestrictsMedicalCare WithholdsNecessities PsychologicalAbuse "
	    "PsychoactiveSubstance ExcessiveWorkingHours WithholdsDocuments "
	    "Other " },
	{ "vic_TypeOfExploitation", " ForcedLabour SexualExploitation "
	    "ChildLabour ForcedMarriage Servitude "
	    "ForcedMilitaryByNonStateActors OrganRemoval ForcedBegging "
	    "ForcedAdoption Surrogacy Other " },
	{ "vic_ForcedLabourIndustry", " A_AgricultureForestryAndFishing "
	    "B_MiningAndQuarrying C_Manufacturing "
	    "D_ElectricityGasSteamAndAirConditioningSupply "
	    "E_WaterSupplySewerageWasteManagement F_Construction "
	    "G_WholesaleAndRetailTradeRepairOfMotorVehicles "
	    "H_TransportationAndStorage "
	    "I_AccommodationAndFoodServiceActivities "
	    "J_InformationAndCommunication "
	    "K_FinancialAndInsuranceActivities L_RealEstateActivities "
	    "M_ProfessionalScientificAndTechnicalActivities "
	    "N_AdministrativeAndSupportServiceActivities "
	    "O_PublicAdministrationAndDefence P_Education "
	    "Q_HumanHealthAndSocialWorkActivities "
	    "R_ArtsEntertainmentAndRecreation S_OtherServiceActivities "
	    "T_ActivitiesOfHouseholdsAsEmployers "
	    "U_ActivitiesOfExtraterritorialOrganizations " },
	{ "vic_TypeOfSexExploitation", " Prostitution Pornography "
	    "RemoteInteractiveServices PrivateSexualServices " },
	{ "per_RoleInProcess", " TravellingPartner Transporter "
	    "RecruiterOrIntermediary BrokerTravelAgent Smuggler Abuser "
	    "Kidnapper Exploiter Other " },
	{ "hte_Type", " Recruitment Transit Exploitation " },
	{ "cas_ReasonForOutgoingReferral", " AdditionalServicesRequired "
	    "MigrationOrChangeOfLocation Other " },
	{ "spl_Type", " Education Financial Health "
	    "LabourExploitationRehabilitation Legal Livelihood "
	    "RightsBasedTraining SexualExploitationRehabilitation "
	    "SocialCare " },
};

static struct procedure *shipped;
static char *readme;

/* NULL when the standard has no such name. */
static const char *
known(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (strcmp(names[i] + (names[i][0] == '!'), name) == 0)
			return names[i];
	return NULL;
}

static void
fault(const struct regime *r, size_t form, const struct form_item *it,
    const char *what, const char *word)
{
	printf("# %s:%d: %s: %s %s\n", r->form_file[form], it->line, it->name,
	    what, word != NULL ? word : "");
	T_CHECK(!"a question that the standard does not know");
}

/* Calls with every item of every form. */
static void
each_item(void (*of)(const struct regime *r, size_t form,
    const struct form_item *it))
{
	for (size_t i = 0; i < shipped->n_regime; i++) {
		const struct regime *r = &shipped->regime[i];

		for (size_t k = 0; k < r->n_form; k++)
			for (size_t m = 0; m < r->form[k]->n; m++)
				of(r, k, &r->form[k]->item[m]);
	}
}

static void
check_name(const struct regime *r, size_t form, const struct form_item *it)
{
	if (it->htcds != NULL && known(it->htcds) == NULL)
		fault(r, form, it, "HTCDS has no", it->htcds);
	if (strcmp(it->name, "full_name") == 0 && it->htcds != NULL)
		fault(r, form, it, "a whole name is no", it->htcds);
	if (strspn(it->name, "abcdefghijklmnopqrstuvwxyz0123456789_") !=
	    strlen(it->name) || it->name[0] == '_')
		fault(r, form, it, "is not in small letters", NULL);
}

static const char *
values_of(const char *htcds)
{
	for (size_t i = 0; htcds != NULL && i < ARRAY_LEN(lists); i++)
		if (strcmp(lists[i].name, htcds) == 0)
			return lists[i].values;
	return NULL;
}

/* Every choice with a value has one of the field's; some choice has one. */
static void
check_values(const struct regime *r, size_t form, const struct form_item *it)
{
	const struct form_lists *from = shipped->form_lists;
	const char *values = values_of(it->htcds);
	struct form_choice choice;
	struct str word = STR_INIT;
	size_t valued = 0;

	for (size_t i = 0; values != NULL &&
	    form_choice_at(it, from, i, &choice); i++) {
		const char *v = form_choice_column(it, from, &choice,
		    "htcds");

		if (v == NULL)
			continue;
		valued++;
		str_clear(&word);
		str_printf(&word, " %s ", v);
		if (strstr(values, str_text(&word)) == NULL)
			fault(r, form, it, "is chosen as", v);
	}
	if (values != NULL && valued == 0)
		fault(r, form, it, "no choice has a value of", it->htcds);
	str_done(&word);
}

static void
test_names(void)
{
	each_item(check_name);
}

static void
test_values(void)
{
	each_item(check_values);
}

/* Does any question of that name carry the field; all of the form's code. */
static bool
carries(const char *form, const char *question, const char *htcds)
{
	bool found = false;

	for (size_t i = 0; i < shipped->n_regime; i++) {
		const struct form *f = regime_form(&shipped->regime[i], form);
		const struct form_item *it = f == NULL ? NULL :
		    form_question(f, question);

		if (it == NULL)
			continue;
		if (it->htcds == NULL || strcmp(it->htcds, htcds) != 0)
			return false;
		found = true;
	}
	return found;
}

static bool
on_any_form(const char *htcds)
{
	for (size_t i = 0; i < shipped->n_regime; i++) {
		const struct regime *r = &shipped->regime[i];

		for (size_t k = 0; k < r->n_form; k++)
			for (size_t m = 0; m < r->form[k]->n; m++)
				if (str_eq(r->form[k]->item[m].htcds, htcds))
					return true;
	}
	return false;
}

/* A line of the table: `field` | `form/question`, … | vi | en |. */
static void
check_line(const char *line, const char *end, const char *htcds)
{
	const char *cell = strchr(line + 2, '|');
	char form[64], question[64], vi[400] = "", en[400] = "";
	size_t n = 0;

	T_CHECK(cell != NULL && cell < end);
	while (cell != NULL && (cell = strchr(cell + 1, '`')) != NULL &&
	    cell < end && sscanf(cell, "`%63[a-z0-9_]/%63[a-z0-9_]`", form,
	    question) == 2) {
		n++;
		if (!carries(form, question, htcds))
			printf("# %s is not on %s/%s\n", htcds, form,
			    question);
		T_CHECK(carries(form, question, htcds));
		cell = strchr(cell + 1, '`');
	}
	/* Not asked: both languages say why, and no question carries it. */
	if (n > 0)
		return;
	T_INT(sscanf(line, "| `%*[^`]` | %*[^|]| %399[^|]| %399[^|]|", vi, en),
	    2);
	T_CHECK(strlen(vi) > 20 && strlen(en) > 20);
	T_CHECK(!on_any_form(htcds));
}

static void
test_table(void)
{
	static const char head[] = "\n| HTCDS |";
	const char *line = strstr(readme, head), *end;
	size_t rows = 0, seen[ARRAY_LEN(names)] = { 0 };
	char htcds[64];

	T_CHECK(line != NULL);
	for (line = line == NULL ? NULL : line + 1; line != NULL &&
	    line[0] == '|'; line = end[0] == '\0' ? NULL : end + 1) {
		const char *name;

		end = line + strcspn(line, "\n");
		if (sscanf(line, "| `%63[" NAME "]`", htcds) != 1)
			continue;
		name = known(htcds);
		T_CHECK(name != NULL && name[0] == '!');
		for (size_t i = 0; i < ARRAY_LEN(names); i++)
			seen[i] += names[i] == name;
		check_line(line, end, htcds);
		rows++;
	}
	T_INT(rows, CORE);
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		T_INT(seen[i], names[i][0] == '!' ? 1 : 0);
}

/* The two places come out of the journey, whatever its order. */
static void
test_places(void)
{
	const struct form *form = regime_form(
	    &shipped->regime[shipped->n_regime - 1], "declaration");
	json_t *said = json_pack("{s:[{s:s,s:s},{s:s,s:s},{s:s,s:s}]}",
	    "journey", "stop_kind", "exploitation", "stop_place", "Thử Ba",
	    "stop_kind", "recruitment", "stop_place", "Thử Một",
	    "stop_kind", "recruitment", "stop_place", "Thử Hai");
	struct err e = ERR_INIT;
	struct fill *fill = form == NULL ? NULL : fill_open(form,
	    shipped->form_lists, said, 1772413200, &e);

	json_decref(said);
	T_CHECK(fill != NULL);
	if (fill == NULL)
		return;
	T_STR(json_string_value(fill_answer(fill, "recruited_place")),
	    "Thử Một");
	T_STR(json_string_value(fill_answer(fill, "exploited_place")),
	    "Thử Ba");
	fill_close(fill);
}

static bool
load(void)
{
	const char *folder = getenv("TN_FORMS");
	struct findings found = FINDINGS_INIT;
	struct err e = ERR_INIT;
	struct files files;
	size_t len;

	if (!files_posix(&files, folder != NULL ? folder : "forms", &e))
		return false;
	readme = files.read(files.ctx, "README.md", README_MAX, &len, &e);
	shipped = procedure_load(&files, &found);
	findings_done(&found);
	files_done(&files);
	return readme != NULL && shipped != NULL;
}

int
main(void)
{
	if (!load())
		return 1;
	T_RUN(test_names);
	T_RUN(test_values);
	T_RUN(test_table);
	T_RUN(test_places);
	procedure_free(shipped);
	free(readme);
	return t_done();
}
