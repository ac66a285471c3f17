package intake

import "testing"

// TestCosts: one amount is read, in words that do not change it, and of a range
// the end; where it may be another, none is.
func TestCosts(t *testing.T) {
	const asked = -1
	for value, want := range map[string]int64{
		"60 €": 6000, "60 EUR": 6000, "60,00€": 6000, "€60": 6000, "60 e": 6000, "1 200 €": 120000, "1.200,50 €": 120050, "1'500 €": 150000, "1500,- €": 150000, "10 k€": 1000000, "60": 6000, "60 euros.": 6000,
		"gratuit": 0, "0 €": 0, "-": 0,
		"environ 60 EUR": 6000, "~60 €": 6000, "max. 60 €": 6000, "60 € max": 6000, "60 € TTC": 6000, "60 € TTC, port compris": 6000, "60 € (devis joint)": 6000, "environ 30 € de peinture": 3000, "30 € environ, pour la peinture": 3000, "30 € d'enduit": 3000, "moins de 50 €": 5000, "un peu moins de 50 €": 5000, "Up to €50": 5000, "total : 60 €": 6000,
		"60 – 80 €": 8000, "60 € - 80 €": 8000, "de 60 à 80 €": 8000, "entre 60 et 80 €": 8000, "between 60 and 80 EUR": 8000, "60 to 80 €": 8000, "environ 60 à 80 € de vis": 8000,

		"30 € + 40 € de port": asked, "2 fois 40 €": asked, "40 € x 2": asked, "moins de 50 €, 45 + 20 de port": asked, "un peu plus de 50 euros": asked, "plus de 50 €": asked, "12 × 60 €": asked, "12x60 €": asked, "60 € × 12": asked,
		"5 € par mois": asked, "5 €/mois": asked, "5 € mensuels": asked, "5 € d'abonnement mensuel": asked, "5 € de l'heure": asked, "5 € chacun": asked, "5 € la place": asked, "5 €, la place": asked, "5 € (la place)": asked, "5 € pour chaque membre": asked, "€180 a year": asked, "5 € pièce": asked,
		"30 € et 40 €": asked, "30 et 40 €": asked, "30 € ou 40 €": asked, "30 €, 40 €": asked, "30 € puis 40 €": asked, "45 € HT": asked, "45 € hors port": asked, "45 € (sans le port)": asked, "45 € et quelques": asked, "45 € minimum": asked, "45 € au moins": asked, "au moins 45 €": asked, "à partir de 45 €": asked,
		"5 mille euros": asked, "2 millions": asked, "60 livres": asked, "60€50": asked, "60 € ?": asked, "entre 60 €": asked, "80 à 60 €": asked, "60 $": asked, "-60 €": asked, "à voir": asked, "": asked, "cinquante-cinq euros": asked, "60 €, adhésion 2027": asked,
	} {
		cents, ok := parseCost(value)
		if !ok {
			cents = asked
		}
		if cents != want {
			t.Errorf("%q: %d cents, want %d", value, cents, want)
		}
	}
}

// TestTwoCosts: two fields of an amount are not added, and none is dropped.
func TestTwoCosts(t *testing.T) {
	for body, want := range map[string]string{"Coût : 30 €\n\nUn disque.": "", "Coût : 30 €\nPrix : 40 €\n\nUn disque.": "cost", "Coût : 0 €\nBudget : 40 €\n\nUn disque.": ""} {
		p := Reader{}.Read([]byte("From: a@b.fr\nSubject: [ORDINAIRE] Disque\nContent-Type: text/plain; charset=utf-8\n\n"+body), nil, corpusTime).Request.Proposal
		if p == nil || p.Problem != want {
			t.Errorf("%q: %+v", body, p)
		}
	}
}
